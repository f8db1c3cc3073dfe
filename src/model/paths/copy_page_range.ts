// fork copies the page tables of one mapping. Clients of the parent hear of it only where its entries may lose their write bit.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { copy_huge_pmd } from './copy_huge_pmd.js';
import { copy_pte_range } from './copy_pte_range.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/** mm: the parent's. */
export const CopyRange = record('CopyRange', { mm: MM, child: MM, page: PAGE, more: PAGE, is_cow: 1, again: 1 });

export const copy_page_range = path('mm/memory.c:copy_page_range() @v5.8', CopyRange)({
  /** What faults can fill as well is not copied: nothing of it is the process's own, though another page of a file's mapping may be. */
  anon_vma(k, me) {
    if (k.hasAnonVma(me.mm, me.page) || k.is_mixedmap(me.page)) return;
    if (!k.followsFile(me.mm, me.page) || !k.is_cow_mapping(me.mm, me.page) || !k.maybe(true)) return done;
  },
  is_cow_mapping(k, me, go) {
    if (!k.is_cow_mapping(me.mm, me.page)) return go.copy_pte_range;
    me.is_cow = 1;
  },
  mmu_notifier_invalidate_range_start: calls(CopyRange)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  huge: { local: (me, go) => (me.more === 0 ? go.copy_pte_range : go.pmd_trans_huge) },
  copy_pte_range: calls(CopyRange)(copy_pte_range, (me, to) => {
    to.mm = me.mm;
    to.child = me.child;
    to.page = me.page;
  }),
  next_pte: {
    local: (me, go) => {
      if (me.more === 0) return go.is_cow;
      me.page++;
      me.more--;
      return go.copy_pte_range;
    },
  },
  is_cow: { local: (me, go) => (me.is_cow === 1 ? go.mmu_notifier_invalidate_range_end : done) },
  mmu_notifier_invalidate_range_end: calls(CopyRange)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  pmd_trans_huge(k, me, go) {
    if (k.pte(me.mm, me.page).pmd === 0) return go.copy_pte_range;
  },
  copy_huge_pmd: calls(CopyRange)(
    copy_huge_pmd,
    (me, to) => {
      to.mm = me.mm;
      to.child = me.child;
      to.page = me.page;
    },
    (me, got) => {
      me.again = got.again;
    },
  ),
  again: {
    local: (me, go) => {
      const { again } = me;
      me.again = 0;
      if (again === 0) me.more = 0;
      return again === 1 ? go.copy_pte_range : go.is_cow;
    },
  },
});
