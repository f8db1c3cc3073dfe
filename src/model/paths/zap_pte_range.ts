// User space gives a mapping up: munmap(), MADV_DONTNEED. Nothing here fails because of a pin, and none is asked.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/**
 * The range: a page, and how many more. keep_cows, keep_swap: a file's page goes, what the process has copied for itself stays, or what
 * of it is in swap (zap_details).
 */
export const Zap = record('Zap', {
  mm: MM,
  page: PAGE,
  more: PAGE,
  keep_cows: 1,
  keep_swap: 1,
  folio: FRAME,
  swap: SLOT,
  force_flush: 1,
  pmd_dirty: 1,
});

export const zap_pte_range = path('mm/memory.c:zap_pte_range() @v5.8', Zap)({
  mmu_notifier_invalidate_range_start: calls(Zap)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  /** flush_tlb_batched_pending(): no stale entry of an earlier unmap is left behind. */
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1) return k.wholeRange(me.page, me.more) ? go.pmd_trans_huge_lock : go.__split_huge_pmd;
    if (pte.ptl === 1) return wait;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  /**
   * By request: pins taken through this address keep their page, which is no longer the process's. A migration entry is dropped, and
   * whoever migrates the page finds it gone.
   */
  ptep_get_and_clear_full(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (me.keep_swap === 1 && pte.frame === 0) return go.unlock_empty;
    if (me.keep_cows === 1 && pte.frame !== 0 && k.folio(pte.frame).file === 0) return go.unlock_empty;
    me.folio = pte.device_private !== 0 ? pte.device_private : pte.frame;
    me.swap = pte.swap;
    if (me.folio !== 0 && k.folio(me.folio).file === 1) me.force_flush = pte.dirty;
    k.clearPte(me.mm, me.page);
    k.pte_clear_not_present(me.mm, me.page);
    k.replacedByRequest(me.mm, me.page);
    if (me.swap !== 0) return go.free_swap_and_cache;
    if (me.folio === 0) return go.unlock_empty;
    if (me.force_flush === 0) return go.page_remove_rmap;
  },
  /** The dirty bit of a file's page moves to the page. */
  set_page_dirty(k, me) {
    k.set_page_dirty(me.folio);
  },
  page_remove_rmap(k, me, go) {
    k.page_remove_rmap(me.folio);
    if (me.force_flush === 0) return go.pte_unmap_unlock;
  },
  /** A page that others may clean must not be written through a TLB after it has become clean: flushed under the PTL. */
  tlb_flush_mmu_tlbonly(k, me) {
    k.flush(me.mm, me.page);
    me.force_flush = 0;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** The entry's reference is kept until the TLBs are flushed. */
  tlb_flush_mmu(k, me) {
    k.flush(me.mm, me.page);
  },
  /** mm/swap_state.c:free_pages_and_swap_cache(): a page that nobody maps leaves the swap cache with it, if its lock can be had. */
  free_swap_cache(k, me) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 1 && k.folio_mapcount(me.folio) === 0 && folio.locked === 0) k.try_to_free_swap(me.folio);
  },
  tlb_batch_pages_flush(k, me, go) {
    k.put(me.folio, 1);
    return go.next_pte;
  },

  /** A page in the swap cache that nobody else maps goes too, if its lock can be had. */
  free_swap_and_cache(k, me) {
    k.free_swap_and_cache(me.swap);
    me.swap = 0;
  },
  unlock_empty(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  next_pte: {
    local: (me, go) => {
      me.folio = 0;
      if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
      me.page++;
      me.more--;
      return go.pte_offset_map_lock;
    },
  },
  mmu_notifier_invalidate_range_end: calls(Zap)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  /** A part of a huge page: split first, and nothing but the PMD. */
  __split_huge_pmd: calls(Zap)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.pte_offset_map_lock },

  /** mm/huge_memory.c:zap_huge_pmd() */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.pte(me.mm, me.page).pmd === 1) return;
    k.pmd_unlock(me.mm, me.page);
    return go.pte_offset_map_lock;
  },
  pmdp_huge_get_and_clear_full(k, me) {
    me.folio = k.pte(me.mm, me.page).frame;
    me.pmd_dirty = k.pte(me.mm, me.page).dirty;
    k.clearRange(me.mm, me.page);
    k.rangeReplaced(me.mm, me.page);
  },
  page_remove_rmap_pmd(k, me) {
    k.folio(me.folio).entire_mapcount--;
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.pmd_dirty = 0;
  },
  tlb_flush_mmu_pmd(k, me) {
    k.flushRange(me.mm, me.page, me.more);
    me.more = 0;
  },
  tlb_remove_page_size(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.mmu_notifier_invalidate_range_end;
  },
});
