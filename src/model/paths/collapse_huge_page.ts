// The collapse: the page table is taken away, the pages are locked and counted, copied into a huge page, and that is mapped instead.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { Errno } from '../vma.js';
import { __collapse_huge_page_copy } from './__collapse_huge_page_copy.js';
import { __collapse_huge_page_isolate } from './__collapse_huge_page_isolate.js';
import { CollapseHuge } from './collapse_frame.js';
import { handle_pte_fault } from './handle_pte_fault.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const collapse_huge_page = path('mm/khugepaged.c:collapse_huge_page() @v5.8', CollapseHuge)({
  /** No memory: ENOMEM. Its pins are counted exactly. */
  khugepaged_alloc_page(k, me) {
    me.new_page = k.alloc(me.page, k.anonVma(me.mm, me.page), 31 - Math.clz32(me.more + 1));
    if (me.new_page !== 0) {
      k.page(me.new_page).counts_pins = 1;
      return;
    }
    me.error = Errno.ENOMEM;
    return done;
  },
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
    me.nth = me.more + 1;
  },
  /** __collapse_huge_page_swapin(): every swap entry is faulted in, for reading. */
  __collapse_huge_page_swapin(k, me, go) {
    if (me.swapped === 0 || me.nth === 0) return go.swapped_in;
    me.nth--;
    if (k.pte(me.mm, me.page + me.nth).swap === 0) return go.__collapse_huge_page_swapin;
  },
  do_swap_page: calls(CollapseHuge)(handle_pte_fault, (me, to) => {
    to.mm = me.mm;
    to.page = me.page + me.nth;
    me.swapped_in = 1;
  }),
  next_swap_pte: { local: (_me, go) => go.__collapse_huge_page_swapin },
  /** lru_add_drain(): this CPU's batch, in which are the pages just read. */
  swapped_in(k, me) {
    for (let page = me.page; page <= me.page + me.more && me.swapped_in === 1; page++) {
      const { frame } = k.pte(me.mm, page);
      if (frame === 0 || k.folio(frame).lru_add_batch === 0) continue;
      k.folio(frame).lru_add_batch = 0;
      k.folio(frame).lru = 1;
      k.put(frame, 1);
    }
    me.nth = 0;
    me.swapped = 0;
    me.swapped_in = 0;
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  /** "Prevent all access to pagetables with the exception of gup_fast". */
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  hugepage_vma_revalidate(k, me, go) {
    if (k.collapsible(me.mm, me.page) && k.pte(me.mm, me.page).pmd === 0) return;
    me.error = Errno.EINVAL;
    return go.out_up_write;
  },
  /** The anon_vma's lock keeps rmap walks out from here: they wait for the PTLs, which are held as long. */
  mmu_notifier_invalidate_range_start: calls(CollapseHuge)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pmdp_collapse_flush(k, me) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    k.withdrawTable(me.mm, me.page);
  },
  /** With an IPI, no walk of GUP-fast lives through it; without one (a hypervisor's flush, other architectures) one may. */
  flush_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  mmu_notifier_invalidate_range_end: calls(CollapseHuge)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  __collapse_huge_page_isolate: calls(CollapseHuge)(
    __collapse_huge_page_isolate,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
      to.madvise = me.madvise;
    },
    (me, got) => {
      me.error = got.error;
    },
  ),
  isolated: { local: (me, go) => (me.error === Errno.none ? go.__collapse_huge_page_copy : go.pmd_populate) },
  __collapse_huge_page_copy: calls(CollapseHuge)(__collapse_huge_page_copy, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
    to.new_page = me.new_page;
  }),
  page_add_new_anon_rmap(k, me) {
    k.page(me.new_page).entire_mapcount = 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.new_page);
    if (k.vma(me.mm, me.page).locked === 1) folio.mlocked = 1;
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  set_pmd_at(k, me) {
    k.mapRange(me.mm, me.page, me.new_page, k.allows(me.mm, me.page, 1) ? 1 : 0, 1, 1);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.new_page = 0;
  },
  out_up_write(k, me) {
    k.mmap_write_unlock(me.mm);
    if (me.new_page === 0) return done;
  },
  put_page(k, me) {
    k.put(me.new_page, 1);
    me.new_page = 0;
    return done;
  },

  /** Somebody refers to a page after all: the page table is put back. */
  pmd_populate(k, me) {
    k.populateTable(me.mm, me.page);
  },
  spin_unlock_failed(k, me, go) {
    k.pmd_unlock(me.mm, me.page);
    return go.out_up_write;
  },
});
