// mremap(): the entry moves to another address of the same process. One address stands for both here: nobody sees the move but a walker.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { break_ksm } from './break_ksm.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_vma } from './split_vma.js';

export const Move = record('Move', { mm: MM, page: PAGE, more: PAGE, folio: FRAME, write: 1, dirty: 1 });

export const move_ptes = path('mm/mremap.c:move_ptes() @v5.8', Move)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  split_vma: calls(Move)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  /** move_vma() => ksm_madvise(): KSM pages do not move, they are copied first. */
  break_ksm: calls(Move)(break_ksm, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmu_notifier_invalidate_range_start: calls(Move)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1) return k.wholeRange(me.page, me.more) ? go.pmd_trans_huge_lock : go.__split_huge_pmd;
    if (pte.ptl === 1) return wait;
    // The new mapping has no monitor (unless it asked for UFFD_EVENT_REMAP), and all in it counts as written.
    k.forgetTracking(me.mm, me.page);
    if (pte.frame === 0) return go.next_pte;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  ptep_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.folio = pte.frame;
    me.write = pte.write;
    me.dirty = pte.dirty;
    k.clearPte(me.mm, me.page);
  },
  set_pte_at(k, me) {
    k.restorePte(me.mm, me.page, me.folio, me.write, me.dirty);
  },
  flush_tlb_range(k, me) {
    k.flush(me.mm, me.page);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  next_pte: {
    local: (me, go) => {
      me.folio = 0;
      me.write = 0;
      me.dirty = 0;
      if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
      me.page++;
      me.more--;
      return go.pte_offset_map_lock;
    },
  },

  __split_huge_pmd: calls(Move)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.pte_offset_map_lock },

  /** mm/huge_memory.c:move_huge_pmd() */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.pte(me.mm, me.page).pmd === 1) return;
    k.pmd_unlock(me.mm, me.page);
    return go.pte_offset_map_lock;
  },
  pmdp_huge_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.folio = pte.frame;
    me.write = pte.write;
    me.dirty = pte.dirty;
    k.clearRange(me.mm, me.page);
  },
  set_pmd_at(k, me) {
    k.mapRange(me.mm, me.page, me.folio, me.write, me.dirty, 1);
    for (let page = me.page; page <= me.page + me.more; page++) k.forgetTracking(me.mm, page);
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Move)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
