// User space gives a mapping up: munmap(), MADV_DONTNEED. Nothing here fails because of a pin, and none is asked.
import { calls, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/** keep_cows, keep_swap: a file's page goes, what the process has copied for itself stays, or what of it is in swap (zap_details). */
export const Zap = record('Zap', { mm: MM, page: PAGE, keep_cows: 1, keep_swap: 1, folio: FRAME, swap: SLOT, force_flush: 1 });

export const zap_pte_range = path('mm/memory.c:zap_pte_range() @v5.8', Zap)({
  mmu_notifier_invalidate_range_start: calls(Zap)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  /** flush_tlb_batched_pending(): no stale entry of an earlier unmap is left behind. */
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
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
    if (folio.swapcache === 1 && k.page_mapcount(me.folio) === 0 && folio.locked === 0) k.try_to_free_swap(me.folio);
  },
  tlb_batch_pages_flush(k, me, go) {
    k.put(me.folio, 1);
    return go.mmu_notifier_invalidate_range_end;
  },

  /** A page in the swap cache that nobody else maps goes too, if its lock can be had. */
  free_swap_and_cache(k, me) {
    k.free_swap_and_cache(me.swap);
    me.swap = 0;
  },
  unlock_empty(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Zap)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
});
