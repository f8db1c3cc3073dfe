// mprotect() and userfaultfd's write protection of a page of hugetlbfs. Entered with the mmap lock held for writing.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const HugetlbProtect = record('HugetlbProtect', { mm: MM, page: PAGE, write: 1, none: 1, uffd: 1 });

export const hugetlb_change_protection = path('mm/hugetlb.c:hugetlb_change_protection() @v5.8', HugetlbProtect)({
  mmu_notifier_invalidate_range_start: calls(HugetlbProtect)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  huge_pte_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  /** A private page gets its write bit back from the next write fault, in every kernel; a shared mapping's entries have its own rights. */
  huge_ptep_modify_prot_commit(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.migration_write = 0;
    if (me.uffd === 1 && pte.frame + pte.migration > 0) pte.uffd_wp = 1 - me.write;
    if (pte.frame === 0) return;
    k.keepStale(me.mm, me.page);
    if (me.uffd === 0) pte.none = me.none;
    if (me.write === 0) pte.write = 0;
    else if (me.uffd === 0 && k.vma(me.mm, me.page).shared === 1) pte.write = 1;
  },
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  flush_hugetlb_tlb_range(k, me) {
    k.flush(me.mm, me.page);
  },
  mmu_notifier_invalidate_range_end: calls(HugetlbProtect)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },
});
