// Reclaim of one isolated page, to the free list or back to its caller: what kswapd, direct reclaim and MADV_PAGEOUT share.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE, SLOT } from '../folio.js';
import { Filesystem } from '../pagecache.js';
import { See } from '../properties.js';
import { Errno } from '../vma.js';
import { shmem_writepage } from './shmem_writepage.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';
import { try_to_unmap } from './try_to_unmap.js';

export const Shrink = record('Shrink', {
  page: PAGE,
  folio: FRAME,
  /** current_is_kswapd(). */
  kswapd: 1,
  /** Pages of the folio after the first, and whether a PMD may map them. */
  more: PAGE,
  huge: 1,
  /** page_list: what is to be shrunk after this one, a bit a frame. */
  list: 16,
  /** The swap slot in the making. */
  slot: SLOT,
  /** try_to_unmap() says that no mapping is left. */
  unmapped: 1,
  /** It took at least one mapping away. */
  cleared: 1,
  /** A notifier client had something to revoke. */
  revoked: 1,
  freed: 1,
  /** TTU_HWPOISON, for the unmap of a poisoned page. */
  hwpoison: 1,
  /** ->writepage has a word for each kind of page: AOP_WRITEPAGE_ACTIVATE. */
  activate: 1,
});

export const shrink_page_list = path('mm/vmscan.c:shrink_page_list() @v5.8', Shrink)({
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.keep;
    folio.locked = 1;
    folio.held = k.pinsOnFolio(me.folio);
    me.page = k.page(me.folio).page - 1;
    if (folio.order === 0) return;
    me.more = k.nr_pages(me.folio) - 1;
    me.huge = k.shape.huge[me.page] ? 1 : 0;
  },
  page_evictable(k, me, go) {
    if (k.folio(me.folio).mlocked === 1) return go.activate_locked;
  },
  /** Marked for reclaim when its I/O ends; freed in a later pass. */
  PageWriteback(k, me, go) {
    if (k.folio(me.folio).writeback === 1) return go.activate_locked;
  },

  /** An anonymous page gets its swap slot before anything else is asked. */
  add_to_swap(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.file === 1) return folio.swapbacked === 1 ? go.split_shmem : go.split_lazyfree;
    if (folio.swapcache === 1) return go.page_mapped;
    if (folio.swapbacked === 0) return go.split_lazyfree;
    if (folio.not_uptodate === 1) return go.VM_BUG_ON_PAGE;
  },
  PageTransHuge: { local: (me, go) => (me.more === 0 ? go.get_swap_page : go.can_split_huge_page) },
  /** A huge page that is pinned stays, before anything is done to it. One without a PMD is split right away. */
  can_split_huge_page(k, me, go) {
    if (!k.can_split_huge_page(me.folio)) return go.activate_locked;
    return k.folio(me.folio).entire_mapcount > 0 ? go.get_swap_page : go.split_huge_page;
  },
  /** Fallback to swap normal pages: page_list gets the others. */
  split_huge_page: calls(Shrink)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
      to.list = 1;
    },
    (me, got) => {
      if (got.revoked === 1) me.revoked = 1;
      if (got.error !== Errno.none) return;
      for (let n = 1; n <= me.more; n++) me.list |= 1 << (me.folio + n);
      me.more = 0;
      me.huge = 0;
    },
  ),
  splitted: { local: (me, go) => (me.more === 0 ? go.get_swap_page : go.activate_locked) },
  get_swap_page(k, me, go) {
    const none = me.more === 0 ? go.activate_locked : go.split_huge_page;
    if (k.maybe(k.shape.swapMayFill)) return none;
    me.slot = k.freeSlot(me.more + 1);
    if (me.slot === 0) return none;
    for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).has_cache = 1;
  },
  add_to_swap_cache(k, me) {
    k.folio(me.folio).ref += 1 + me.more;
  },
  SetPageSwapCache(k, me) {
    const folio = k.folio(me.folio);
    folio.swapcache = 1;
    folio.slot = me.slot;
    for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).frame = me.folio + n;
    me.slot = 0;
  },
  set_page_dirty(k, me) {
    k.folio(me.folio).dirty = 1;
  },

  page_mapped(k, me, go) {
    if (k.folio_mapcount(me.folio) === 0) return go.PageDirty;
  },
  try_to_unmap: calls(Shrink)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
      to.split_pmd = me.huge;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.cleared = got.cleared;
      if (got.revoked === 1) me.revoked = 1;
    },
  ),
  nr_unmap_fail: { local: (me, go) => (me.unmapped === 0 ? go.activate_locked : go.PageDirty) },

  PageDirty(k, me, go) {
    me.unmapped = 0;
    const folio = k.folio(me.folio);
    if (folio.dirty === 0) return folio.private === 1 ? go.try_to_release_page : go.lazyfree;
    // page_is_file_lru(): dirtied after MADV_FREE and not mapped any more.
    if (folio.swapbacked === 1) return;
    // The flusher's work, unless kswapd comes by again and finds nothing but dirty pages (PGDAT_DIRTY, PageReclaim).
    if (folio.file === 0 || me.kswapd === 0 || !k.maybe(true)) return go.activate_locked;
  },
  /** A writable entry may linger in a TLB: no store may come after the I/O has begun. */
  try_to_unmap_flush_dirty(k, me) {
    k.flushFrame(me.folio);
  },
  /**
   * pageout(): exactly the isolation, the cache and the buffers may hold a page that is to be written. This is what stops a pinned dirty
   * page. One without a mapping (truncated) is nobody's to write.
   */
  is_page_cache_freeable(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ref - folio.private !== 2 + me.more || folio.swapcache + folio.mapping === 0) return go.keep_locked;
  },
  /** No entry maps it any more, so that page_mkclean() has nothing to do. */
  clear_page_dirty_for_io(k, me, go) {
    k.observe(See.wroteOutPinned, k.pinsOnFolio(me.folio) !== 0);
    const folio = k.folio(me.folio);
    folio.dirty = 0;
    if (folio.mapping === 0) return;
    return folio.swapbacked === 1 ? go.shmem_writepage : go.writepage;
  },
  /** mm/page_io.c:swap_writepage(): a slot that no page table names is not worth the I/O. */
  swap_writepage(k, me, go) {
    if (k.try_to_free_swap(me.folio)) return go.unlock_written;
  },
  set_page_writeback(k, me) {
    k.folio(me.folio).writeback = 1;
  },
  /** PAGE_SUCCESS: the I/O is on its way. */
  unlock_written(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** A device that is fast has written it by now: it can be freed in the same pass. */
  trylock_page_again(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.writeback === 1 || folio.dirty === 1 || folio.locked === 1) return go.keep;
    folio.locked = 1;
    if (folio.private === 0) return go.lazyfree;
  },

  /** The file system's buffers go, whoever else refers to the page. */
  try_to_release_page(k, me, go) {
    if (!k.try_to_free_buffers(me.folio)) return go.activate_locked;
  },

  lazyfree(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapbacked === 1 || folio.file === 1) return go.page_ref_freeze;
    if (folio.ref !== 1) return go.keep_locked;
    folio.ref = 0;
    return go.PageDirty_frozen;
  },
  /** __remove_mapping(): from here nobody can take a reference, because the count is 0. */
  page_ref_freeze(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache + folio.mapping === 0 || folio.ref !== 2 + me.more) return go.keep_locked;
    folio.ref = 0;
  },
  /** Looked at again, because a device may have dirtied the page and let go between the test above and the freeze. */
  PageDirty_frozen(k, me, go) {
    if (k.folio(me.folio).dirty === 1) return go.page_ref_unfreeze;
  },
  __delete_from_swap_cache(k, me) {
    const folio = k.folio(me.folio);
    if (folio.mapping === 1) k.__delete_from_page_cache(me.folio);
    if (folio.swapcache === 0) return;
    me.slot = folio.slot;
    for (let n = 0; n <= me.more; n++) k.slot(folio.slot + n).frame = 0;
    folio.swapcache = 0;
    folio.slot = 0;
  },
  put_swap_page(k, me) {
    if (me.slot !== 0) for (let n = 0; n <= me.more; n++) k.put_swap_page(me.slot + n);
    me.slot = 0;
  },
  unlock_freed(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** The deferred TLB flush, before the frame can be anybody else's. */
  try_to_unmap_flush_freed(k, me) {
    k.flushFrame(me.folio);
  },
  free_unref_page_list(k, me, go) {
    k.observe(See.reclaimed, true);
    k.free(me.folio);
    me.freed = 1;
    return me.list === 0 ? done : go.next_page;
  },

  /** add_to_swap() wants PG_uptodate. A kernel without CONFIG_DEBUG_VM does not ask. */
  VM_BUG_ON_PAGE(_k, _me, go) {
    return go.get_swap_page;
  },
  /** tmpfs: to swap. */
  shmem_writepage: calls(Shrink)(
    shmem_writepage,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      me.activate = got.activate;
      if (got.split === 0) return;
      for (let n = 1; n <= me.more; n++) me.list |= 1 << (me.folio + n);
      me.more = 0;
      me.huge = 0;
    },
  ),
  AOP_WRITEPAGE_ACTIVATE: { local: (me, go) => (me.activate === 1 ? go.activate_locked : go.trylock_page_again) },

  /** ->writepage of a file system: ext4 takes the buffers for granted, btrfs sends a page away that has no room reserved. */
  writepage(k, me, go) {
    const kind = k.filesystem(me.page);
    const prepared = k.prepared(me.folio);
    if (k.ext4(me.page)) k.observe(See.BUG, !prepared);
    if (!prepared && (k.ext4(me.page) || kind === Filesystem.btrfs)) {
      k.folio(me.folio).dirty = 1;
      if (kind === Filesystem.btrfs) k.cached(me.page).reserved = 1;
      return go.activate_locked;
    }
    for (let n = 0; n <= me.more; n++) k.map_blocks(me.page + n);
    return go.set_page_writeback;
  },

  page_ref_unfreeze(k, me, go) {
    const folio = k.folio(me.folio);
    folio.ref = 1 + ((folio.swapcache + folio.mapping) << folio.order);
    return go.keep_locked;
  },
  /** Swap more than half full: a page that will not go gives its slot back. */
  activate_locked(k, me) {
    me.unmapped = 0;
    me.activate = 0;
    const folio = k.folio(me.folio);
    if (folio.swapcache === 1 && (folio.mlocked === 1 || k.maybe(k.shape.swapMayFill))) k.try_to_free_swap(me.folio);
  },
  keep_locked(k, me) {
    k.folio(me.folio).locked = 0;
  },
  keep(k, me) {
    k.kept(me.folio, me.cleared === 1, me.revoked === 1);
  },
  /** What was unmapped and kept is flushed at the latest when the list is through. */
  try_to_unmap_flush(k, me) {
    k.flushFrame(me.folio);
    if (me.list === 0) return done;
  },
  /** What is kept and is not the last goes back by itself; the caller puts the last one back. */
  move_pages_to_lru(k, me) {
    k.folio(me.folio).lru = 1;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  next_page(k, me, go) {
    me.folio = 31 - Math.clz32(me.list & -me.list);
    me.list &= me.list - 1;
    me.page = k.page(me.folio).page - 1;
    me.more = 0;
    me.huge = 0;
    me.freed = 0;
    me.cleared = 0;
    me.revoked = 0;
    me.hwpoison = 0;
    return go.trylock_page;
  },

  /** A large folio of a file is split; a THP that was given up by MADV_FREE is, too. */
  split_shmem: { local: (me, go) => (me.more === 0 ? go.page_mapped : go.split_huge_page_lazyfree) },
  split_lazyfree: {
    local: (me, go) => (me.more === 0 ? go.page_mapped : go.split_huge_page_lazyfree),
  },
  split_huge_page_lazyfree: calls(Shrink)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
      to.list = 1;
    },
    (me, got) => {
      if (got.revoked === 1) me.revoked = 1;
      if (got.error !== Errno.none) return;
      for (let n = 1; n <= me.more; n++) me.list |= 1 << (me.folio + n);
      me.more = 0;
      me.huge = 0;
    },
  ),
  splitted_lazyfree: { local: (me, go) => (me.more === 0 ? go.page_mapped : go.keep_locked) },
});
