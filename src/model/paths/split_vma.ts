// A VMA is split off: inside an area of 2 MiB that could be a huge page, clients hear of all of it, although no entry changes.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const Split = record('Split', { mm: MM, page: PAGE });

export const split_vma = path('mm/mmap.c:__split_vma() @v5.8', Split)({
  /** Under the mmap lock for writing, which the caller holds. */
  vma_adjust(k, me) {
    const vma = k.vma(me.mm, me.page);
    if (vma.split === 1) return done;
    vma.split = 1;
  },
  /** vma_adjust_trans_huge() => split_huge_pmd_address(). */
  mmu_notifier_invalidate_range_start: calls(Split)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmu_notifier_invalidate_range_end: calls(Split)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
});
