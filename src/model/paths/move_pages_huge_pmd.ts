// UFFDIO_MOVE of a huge page, by its PMD: the whole of it goes to an empty range, and it stays one page.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { Errno } from '../vma.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { Relocate } from './move_present_pte.js';

/** folio: referenced, under the PTL, by the caller; a page that is not exclusive does not come here. */
export const move_pages_huge_pmd = path('mm/huge_memory.c:move_pages_huge_pmd() @v6.12', Relocate)({
  mmu_notifier_invalidate_range_start: calls(Relocate)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  folio_lock(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** Both PMDs are as they were found, or it begins anew. */
  double_pt_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (me.to !== me.page && !k.pmd_trylock(me.mm, me.to)) {
      k.pmd_unlock(me.mm, me.page);
      return wait;
    }
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1 && pte.frame === me.folio && (me.to === me.page || k.rangeEmpty(me.mm, me.to))) return;
    me.error = Errno.EAGAIN;
    return go.double_pt_unlock;
  },
  folio_maybe_dma_pinned(k, me, go) {
    if (!k.page_maybe_dma_pinned(me.folio) && k.page(me.folio).anon_exclusive === 1) return;
    me.error = Errno.EBUSY;
    return go.double_pt_unlock;
  },
  /** pmdp_huge_clear_flush(): GUP-fast fails its recheck from here. */
  pmdp_huge_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.write = pte.write;
    me.dirty = pte.dirty;
    k.clearRange(me.mm, me.page);
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  /** Pinned from under us: put back as it was. */
  folio_maybe_dma_pinned_cleared(k, me, go) {
    if (!k.page_maybe_dma_pinned(me.folio)) return;
    k.mapRange(me.mm, me.page, me.folio, me.write, me.dirty, 1);
    me.error = Errno.EBUSY;
    return go.double_pt_unlock;
  },
  folio_move_anon_rmap(k, me) {
    k.folio(me.folio).anon_vma = 1 << me.mm;
    for (let n = 0; n <= me.more; n++) k.page(me.folio + n).page = me.to + n + 1;
  },
  /** Writable and dirty at its destination, whatever it was. */
  set_pmd_at(k, me) {
    for (let n = 0; n <= me.more; n++) k.movedByRequest(me.mm, me.page + n, me.to + n);
    k.mapRange(me.mm, me.to, me.folio, 1, 1, 1);
  },
  double_pt_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    if (me.to !== me.page) k.pmd_unlock(me.mm, me.to);
    me.write = 0;
    me.dirty = 0;
  },
  folio_unlock(k, me) {
    k.folio(me.folio).locked = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Relocate)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  folio_put(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
    return done;
  },
});
