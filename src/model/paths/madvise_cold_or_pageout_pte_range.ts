// MADV_PAGEOUT: reclaim of the pages that one process maps alone, asked for by it. MADV_COLD only makes them old, which is no state here.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { shrink_page_list } from './shrink_page_list.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';

export const Pageout = record('Pageout', {
  mm: MM,
  /** The range: a page, and how many more. */
  page: PAGE,
  more: PAGE,
  pageout: 1,
  folio: FRAME,
  /** A large folio that is taken as it is: its pages after the first (v6.10 and later). */
  nr: PAGE,
  /** What has been isolated, a bit a frame; it is reclaimed in the end. */
  page_list: 16,
  reclaimed: 1,
  failed: 1,
  freed: 1,
  error: ERRNO,
});

export const madvise_cold_or_pageout_pte_range = path('mm/madvise.c:madvise_cold_or_pageout_pte_range() @v5.8', Pageout)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  can_madv_lru_vma(k, me, go) {
    if (k.vma(me.mm, me.page).locked === 0 && !k.is_vm_hugetlb_page(me.page)) return;
    me.error = Errno.EINVAL;
    return go.mmap_read_unlock;
  },
  /** flush_tlb_batched_pending(): no stale entry of an earlier unmap is left behind. */
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1 && k.wholeRange(me.page, me.more)) return go.pmd_trans_huge_lock;
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0) return go.next_pte;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
    me.folio = pte.frame;
    if (k.folio(pte.frame).order === 0) return go.page_mapcount;
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
  split_huge_page: calls(Pageout)(
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
    if (failed === 1) me.more = 0;
    k.put(folio, 1);
    return failed === 1 ? go.next_pte : go.pte_offset_map_lock;
  },
  pte_unmap_unlock_out(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    me.more = 0;
    return go.next_pte;
  },
  /** Other mappings are not interfered with. */
  page_mapcount(k, me, go) {
    if (me.pageout === 0 || k.page_mapcount(me.folio) !== 1) return go.pte_unmap_unlock_left;
  },
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return go.pte_unmap_unlock_left;
    folio.lru = 0;
    folio.ref++;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  PageUnevictable(k, me, go) {
    if (k.folio(me.folio).mlocked === 1) return go.lru_cache_add;
    me.page_list |= 1 << me.folio;
  },
  next_pte: {
    local: (me, go) => {
      const { nr } = me;
      me.folio = 0;
      me.nr = 0;
      if (me.more <= nr) {
        me.more = 0;
        return go.reclaim_pages;
      }
      me.page += nr + 1;
      me.more -= nr + 1;
      return go.pte_offset_map_lock;
    },
  },
  reclaim_pages: {
    local: (me, go) => {
      if (me.page_list === 0) return go.mmap_read_unlock;
      me.folio = 31 - Math.clz32(me.page_list & -me.page_list);
      me.page_list &= me.page_list - 1;
    },
  },
  shrink_page_list: calls(Pageout)(
    shrink_page_list,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.list = me.page_list;
      me.page_list = 0;
    },
    (me, got) => {
      me.freed = got.freed;
      me.folio = got.folio;
      me.reclaimed = 1;
    },
  ),
  nr_reclaimed: { local: (me, go) => (me.freed === 1 ? go.mmap_read_unlock : go.lru_cache_add) },
  /** putback_lru_page(): back through a per-CPU batch. */
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me, go) {
    k.put(me.folio, 1);
    return me.reclaimed === 1 ? go.mmap_read_unlock : go.next_pte;
  },

  pte_unmap_unlock_left(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    return go.next_pte;
  },

  /** A huge page is taken as it is. */
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
    if (me.pageout === 0 || k.page_mapcount(me.folio) !== 1) return go.spin_unlock_left;
  },
  isolate_lru_page_pmd(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return go.spin_unlock_left;
    folio.lru = 0;
    folio.ref++;
  },
  spin_unlock(k, me, go) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
    return go.PageUnevictable;
  },
  spin_unlock_left(k, me, go) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
    return go.next_pte;
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
