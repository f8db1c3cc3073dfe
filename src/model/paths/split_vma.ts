// A VMA is split off: inside an area of 2 MiB that could be a huge page, clients hear of all of it, although no entry changes.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const Split = record('Split', { mm: MM, page: PAGE, more: PAGE });

export const split_vma = path('mm/mmap.c:__split_vma() @v5.8', Split)({
  /** Under the mmap lock for writing, which the caller holds. */
  vma_adjust(k, me, go) {
    // A large page is a mapping of its own: all of it is not split off from anything.
    const large = k.shape.count[me.page] > 1;
    if (large && k.wholeRange(me.page, me.more)) return done;
    let fresh = false;
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      if (vma.split === 0) fresh = true;
      vma.split = 1;
    }
    if (!fresh) return done;
    if (large) return k.shape.huge[me.page] ? go.split_huge_pmd_address : done;
  },
  /** vma_adjust_trans_huge() => split_huge_pmd_address(). */
  mmu_notifier_invalidate_range_start: calls(Split)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmu_notifier_invalidate_range_end: calls(Split)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  /** The PMD is split with it; clients hear of it whether there is one or not. */
  split_huge_pmd_address: calls(Split)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
});
