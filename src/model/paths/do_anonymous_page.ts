// The first touch of an anonymous page: a zeroed frame of its own.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ZEROES } from '../state.js';

export const Anonymous = record('Anonymous', { mm: MM, page: PAGE, write: 1, folio: FRAME });

export const do_anonymous_page = path('mm/memory.c:do_anonymous_page() @v5.8', Anonymous)({
  /** A read needs no memory yet: the zero page will do until somebody writes. */
  my_zero_pfn(k, me, go) {
    if (me.write === 1) return go.alloc_zeroed_user_highpage_movable;
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (k.pte_none(me.mm, me.page)) pte.zero = 1;
    return done;
  },
  alloc_zeroed_user_highpage_movable(k, me) {
    me.folio = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page));
    if (me.folio === 0) return wait;
    k.page(me.folio).content = ZEROES;
  },
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (!k.pte_none(me.mm, me.page)) return go.release;
    pte.ptl = 1;
  },
  page_add_new_anon_rmap(k, me) {
    k.page(me.folio).mapcount = 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    folio.mlocked = k.vma(me.mm, me.page).locked;
  },
  set_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.folio;
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = pte.write;
    k.forgetTracking(me.mm, me.page);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    return done;
  },
  release(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
