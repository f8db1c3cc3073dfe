// fork copies the page tables of one mapping. Clients of the parent hear of it only where its entries may lose their write bit.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { copy_pte_range } from './copy_pte_range.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/** mm: the parent's. */
export const CopyRange = record('CopyRange', { mm: MM, child: MM, page: PAGE, is_cow: 1 });

export const copy_page_range = path('mm/memory.c:copy_page_range() @v5.8', CopyRange)({
  /** What faults can fill as well is not copied: nothing of it is the process's own, though another page of a file's mapping may be. */
  anon_vma(k, me) {
    if (k.hasAnonVma(me.mm, me.page)) return;
    const file = k.followsFile(me.mm, me.page) && k.is_cow_mapping(me.mm, me.page);
    // So may another page of a mapping that shows the zero page here.
    if (!(file || k.pte(me.mm, me.page).zero === 1) || !k.maybe(true)) return done;
  },
  is_cow_mapping(k, me, go) {
    if (!k.is_cow_mapping(me.mm, me.page)) return go.copy_pte_range;
    me.is_cow = 1;
  },
  mmu_notifier_invalidate_range_start: calls(CopyRange)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  copy_pte_range: calls(CopyRange)(copy_pte_range, (me, to) => {
    to.mm = me.mm;
    to.child = me.child;
    to.page = me.page;
  }),
  is_cow: { local: (me, go) => (me.is_cow === 1 ? go.mmu_notifier_invalidate_range_end : done) },
  mmu_notifier_invalidate_range_end: calls(CopyRange)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
});
