// MADV_FREE: the process no longer needs the contents, unless it writes again before reclaim comes by.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';

export const Free = record('Free', { mm: MM, page: PAGE, more: PAGE, folio: FRAME, swap: SLOT, failed: 1, error: ERRNO });

export const madvise_free_pte_range = path('mm/madvise.c:madvise_free_pte_range() @v5.8', Free)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  can_madv_lru_vma(k, me, go) {
    // vma_is_anonymous(): not even what a process has copied of a file for itself.
    if (k.vma(me.mm, me.page).locked === 0 && !k.fileBacked(me.page)) return;
    me.error = Errno.EINVAL;
    return go.mmap_read_unlock;
  },
  /** mm/madvise.c:madvise_free_single_vma() tells the clients, whatever is found below. */
  mmu_notifier_invalidate_range_start: calls(Free)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1 && k.wholeRange(me.page, me.more)) return go.pmd_trans_huge_lock;
    if (pte.ptl === 1) return wait;
    // Nothing there, or an entry that is neither a page nor swap.
    if (pte.frame === 0 && pte.swap === 0) return go.next_pte;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
    me.folio = pte.frame;
    me.swap = pte.swap;
    if (pte.frame === 0) return go.pte_clear_not_present_full;
    if (k.folio(pte.frame).order === 0) return go.trylock_page;
  },
  /** A large folio is split first, if all of it is this process's; one that cannot be ends the call. */
  page_mapcount_large(k, me, go) {
    if (k.page_mapcount(me.folio) !== 1 || k.folio(me.folio).locked === 1) return go.pte_unmap_unlock_out;
    k.folio(me.folio).locked = 1;
  },
  get_page_large(k, me) {
    k.folio(me.folio).ref++;
  },
  pte_unmap_unlock_large(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  split_huge_page: calls(Free)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
    },
    (me, got) => {
      me.failed = got.error === Errno.none ? 0 : 1;
    },
  ),
  unlock_page_large(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_large(k, me, go) {
    const { folio, failed } = me;
    me.folio = 0;
    me.failed = 0;
    k.put(folio, 1);
    return failed === 1 ? go.mmu_notifier_invalidate_range_end : go.pte_offset_map_lock;
  },
  pte_unmap_unlock_out(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    me.folio = 0;
    return go.mmu_notifier_invalidate_range_end;
  },
  /** A page that others map too, that is locked, or that will not leave the swap cache, is left alone. */
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.page_mapcount(me.folio) !== 1 || folio.locked === 1) return go.pte_unmap_unlock;
    folio.locked = 1;
  },
  try_to_free_swap(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 0 || k.try_to_free_swap(me.folio)) return;
    return go.unlock_page;
  },
  ClearPageDirty(k, me) {
    k.folio(me.folio).dirty = 0;
  },
  unlock_page_cleaned(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** Clean from here: a store has to walk again, and sets the dirty bit that saves the page. */
  ptep_get_and_clear_full(k, me) {
    const pte = k.pte(me.mm, me.page);
    k.keepStale(me.mm, me.page);
    pte.dirty = 0;
  },
  tlb_remove_tlb_entry(k, me) {
    k.flush(me.mm, me.page);
  },
  mark_page_lazyfree(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 1 && folio.swapcache === 0) folio.swapbacked = 0;
    k.mayBecomeZero(me.mm, me.page);
    return go.pte_unmap_unlock;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pte_unmap_unlock(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    return go.next_pte;
  },

  /** What is in swap only is thrown away at once. */
  pte_clear_not_present_full(k, me) {
    k.pte_clear_not_present(me.mm, me.page);
    k.mayBecomeZero(me.mm, me.page);
  },
  free_swap_and_cache(k, me) {
    k.free_swap_and_cache(me.swap);
    me.swap = 0;
  },
  pte_unmap_unlock_swap(k, me) {
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

  /** mm/huge_memory.c:madvise_free_huge_pmd(): the folio stays whole. */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 0) {
      k.pmd_unlock(me.mm, me.page);
      return go.pte_offset_map_lock;
    }
    k.flushRange(me.mm, me.page, me.more);
    me.folio = pte.frame;
  },
  page_mapcount_pmd(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.page_mapcount(me.folio) !== 1 || folio.locked === 1 || folio.swapcache === 1) return go.spin_unlock;
    folio.locked = 1;
  },
  ClearPageDirty_pmd(k, me) {
    k.folio(me.folio).dirty = 0;
  },
  unlock_page_pmd(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pmdp_invalidate(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      k.keepStale(me.mm, page);
      k.pte(me.mm, page).dirty = 0;
    }
  },
  tlb_remove_pmd_tlb_entry(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  mark_page_lazyfree_pmd(k, me) {
    const folio = k.folio(me.folio);
    if (folio.lru === 1 && folio.swapcache === 0) folio.swapbacked = 0;
    for (let page = me.page; page <= me.page + me.more; page++) k.mayBecomeZero(me.mm, page);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.folio = 0;
    me.more = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Free)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
