// fork shares a huge page: both PMDs are read-only from then on. v5.8 asks nobody for pins.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';

/** mm: the parent's. page: the first of the range. again: -EAGAIN, the PMD is no huge one any more, and pages are copied one by one. */
export const CopyPmd = record('CopyPmd', { mm: MM, child: MM, page: PAGE, folio: FRAME, again: 1 });

export const copy_huge_pmd = path('mm/huge_memory.c:copy_huge_pmd() @v5.8', CopyPmd)({
  pmd_lock(k, me) {
    if (!k.pmd_trylock(me.child, me.page)) return wait;
  },
  spin_lock_nested(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 0) {
      me.again = 1;
      return go.spin_unlock;
    }
    me.folio = pte.frame;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  page_dup_rmap(k, me) {
    k.folio(me.folio).entire_mapcount++;
  },
  pmdp_set_wrprotect(k, me) {
    k.wrprotectRange(me.mm, me.page);
  },
  set_pmd_at(k, me) {
    k.copyRange(me.mm, me.child, me.page);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.folio = 0;
  },
  spin_unlock_child(k, me) {
    k.pmd_unlock(me.child, me.page);
    return done;
  },

  /** A page of it looks pinned (since v5.9): the pages are copied or shared one by one. */
  spin_unlock_pinned(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.folio = 0;
    me.again = 1;
  },
  spin_unlock_child_pinned(k, me) {
    k.pmd_unlock(me.child, me.page);
  },
  __split_huge_pmd: calls(CopyPmd)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  out: { local: () => done },
});
