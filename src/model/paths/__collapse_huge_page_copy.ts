// The contents go into the huge page, and the old pages lose their mappings; nobody can write to them: no CPU has an entry.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { ZEROES } from '../state.js';
import { CollapseHuge } from './collapse_frame.js';

export const __collapse_huge_page_copy = path('mm/khugepaged.c:__collapse_huge_page_copy() @v5.8', CollapseHuge)({
  copy_user_highpage(k, me, go) {
    const { withdrawn } = k.pte(me.mm, me.page + me.nth);
    k.page(me.new_page + me.nth).content = withdrawn === 0 ? ZEROES : k.page(withdrawn).content;
    me.folio = withdrawn;
    if (withdrawn === 0) return go.next;
  },
  pte_clear(k, me) {
    k.forgetWithdrawn(me.mm, me.page + me.nth);
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.folio);
  },
  /** release_pte_page(), of a large folio with its last entry: unlocked, and back to the LRU, which takes the isolation's reference. */
  release_pte_page(k, me, go) {
    for (let n = me.page + me.nth + 1; n <= me.page + me.more; n++) {
      const { withdrawn } = k.pte(me.mm, n);
      if (withdrawn !== 0 && k.head(withdrawn) === k.head(me.folio)) return go.put_page;
    }
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.lru_add_batch = 1;
  },
  /** free_page_and_swap_cache(). */
  try_to_free_swap(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 0 && k.folio_mapcount(me.folio) === 0) k.try_to_free_swap(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  next: {
    local: (me, go) => {
      if (me.nth === me.more) {
        me.nth = 0;
        return done;
      }
      me.nth++;
      return go.copy_user_highpage;
    },
  },
});
