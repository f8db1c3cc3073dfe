// Writing 4 to /proc/PID/clear_refs: pages are write-protected to see who writes next. Devices write unseen.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const ClearRefs = record('ClearRefs', { mm: MM, page: PAGE, more: PAGE });

export const clear_refs_pte_range = path('fs/proc/task_mmu.c:clear_refs_pte_range() @v5.8', ClearRefs)({
  /** clear_refs_write(): for writing only as long as VM_SOFTDIRTY goes, so that write faults come from now on. */
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  mmap_write_downgrade(k, me) {
    k.mmap_write_downgrade(me.mm);
  },
  mmu_notifier_invalidate_range_start: calls(ClearRefs)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1) return k.wholeRange(me.page, me.more) ? go.pmd_trans_huge_lock : go.__split_huge_pmd;
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  /** A swap or migration entry loses the bit, too, and a migration entry keeps its write permission. */
  clear_soft_dirty(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (!k.pte_none(me.mm, me.page)) pte.soft_dirty_wp = 1;
    if (pte.frame === 0) return;
    k.keepStale(me.mm, me.page);
    pte.write = 0;
  },
  /** tlb_finish_mmu() flushes nothing, for no page was queued: CPUs go on writing through what they have. */
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  next_pte: {
    local: (me, go) => {
      if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
      me.page++;
      me.more--;
      return go.pte_offset_map_lock;
    },
  },

  __split_huge_pmd: calls(ClearRefs)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.pte_offset_map_lock },

  /** A huge page's entry is write-protected whether it is pinned or not; pmdp_invalidate() flushes by itself. */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.pte(me.mm, me.page).pmd === 1) return;
    k.pmd_unlock(me.mm, me.page);
    return go.pte_offset_map_lock;
  },
  clear_soft_dirty_pmd(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      k.keepStale(me.mm, page);
      k.pte(me.mm, page).write = 0;
      k.pte(me.mm, page).soft_dirty_wp = 1;
    }
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
  },
  mmu_notifier_invalidate_range_end: calls(ClearRefs)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
