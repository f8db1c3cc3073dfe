// Takes a mapping of a huge page of hugetlbfs away. No pin is asked; whoever has one keeps the page, and the pool gets it later.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/** ref_page: only this page is meant, and the mapping is marked, for it is not by request; 0: by request, whatever is there. */
export const HugetlbZap = record('HugetlbZap', { mm: MM, page: PAGE, ref_page: FRAME, folio: FRAME, dirty: 1 });

export const __unmap_hugepage_range = path('mm/hugetlb.c:__unmap_hugepage_range() @v5.8', HugetlbZap)({
  mmu_notifier_invalidate_range_start: calls(HugetlbZap)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  huge_pte_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  /** What migration or memory failure has put there has no reference any more. */
  pte_present(k, me, go) {
    const { frame } = k.pte(me.mm, me.page);
    if (frame === 0) {
      k.pte_clear_not_present(me.mm, me.page);
      if (me.ref_page === 0) k.replacedByRequest(me.mm, me.page);
      return go.spin_unlock_empty;
    }
    if (me.ref_page !== 0 && frame !== me.ref_page) return go.spin_unlock_empty;
    me.folio = frame;
  },
  /** Under the mmap lock of that process, or the page lock of the page: nobody faults here. */
  set_vma_resv_flags(k, me) {
    if (me.ref_page !== 0) k.vma(me.mm, me.page).resv_unmapped = 1;
  },
  huge_ptep_get_and_clear(k, me) {
    me.dirty = k.pte(me.mm, me.page).dirty;
    k.clearPte(me.mm, me.page);
    k.forgetTracking(me.mm, me.page);
    if (me.ref_page === 0) k.replacedByRequest(me.mm, me.page);
  },
  set_page_dirty(k, me) {
    if (me.dirty === 1) k.set_page_dirty(me.folio);
    me.dirty = 0;
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.folio);
  },
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** The entry's reference is kept until the TLBs are flushed. */
  tlb_flush_mmu(k, me) {
    k.flush(me.mm, me.page);
  },
  tlb_remove_page_size(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.mmu_notifier_invalidate_range_end;
  },

  spin_unlock_empty(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmu_notifier_invalidate_range_end: calls(HugetlbZap)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },
});
