// Writeback of a file's page: by the flusher, which waits for nothing, or by fsync(), msync() and the like, which wait for the I/O.
// In no version does anybody ask here whether the page is pinned.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { Filesystem } from '../pagecache.js';
import { See } from '../properties.js';
import { page_mkclean } from './page_mkclean.js';

/** The range: a page, and how many more. sync: WB_SYNC_ALL, and the I/O is waited for. */
export const Writeback = record('Writeback', {
  page: PAGE,
  more: PAGE,
  sync: 1,
  folio: FRAME,
  first: PAGE,
  tails: PAGE,
  cleaned: 1,
  kept: 1,
});

export const write_cache_pages = path('mm/page-writeback.c:write_cache_pages() @v5.8', Writeback)({
  /** tmpfs has nothing to write back to: noop_fsync(). */
  pagevec_lookup_range_tag(k, me, go) {
    if (!k.tracksDirty(me.page)) return done;
    const { frame } = k.cached(me.page);
    if (frame === 0) return go.next_index;
    const folio = k.folio(frame);
    // PAGECACHE_TAG_DIRTY stays while somebody who has the lock has cleared the flag: whoever looks by the tag waits for the lock.
    if (folio.dirty === 0 && folio.locked === 0) return go.filemap_fdatawait_range;
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = k.head(frame);
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** Truncated, or written by somebody else, while we waited for the lock? */
  page_mapping(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.mapping === 0 || folio.dirty === 0) return go.continue_unlock;
    me.first = folio.page - 1;
    me.tails = k.nr_pages(me.folio) - 1;
  },
  wait_on_page_writeback(k, me, go) {
    if (k.folio(me.folio).writeback === 0) return;
    return me.sync === 1 ? wait : go.continue_unlock;
  },
  /** ext4: mpage_prepare_extent_to_map() takes the buffers for granted. What comes after a BUG() is not told: the page stays as it is. */
  page_buffers(k, me, go) {
    if (!k.ext4(me.page)) return;
    const { private: buffers } = k.folio(me.folio);
    k.observe(See.BUG, buffers === 0);
    if (buffers === 0) return go.continue_unlock;
  },
  /** clear_page_dirty_for_io(): entries first, and what they say goes to the page. */
  page_mkclean: calls(Writeback)(
    page_mkclean,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.first;
      to.more = me.tails;
    },
    (me, got) => {
      me.cleaned = got.cleaned;
    },
  ),
  page_cleaned: { local: (me, go) => (me.cleaned === 1 ? go.set_page_dirty : go.TestClearPageDirty) },
  set_page_dirty(k, me) {
    me.cleaned = 0;
    k.set_page_dirty(me.folio);
  },
  TestClearPageDirty(k, me) {
    k.folio(me.folio).dirty = 0;
  },
  /** btrfs: a page that nobody has reserved room for is made dirty again, and a worker reserves it (btrfs_writepage_fixup_worker()). */
  btrfs_writepage_cow_fixup(k, me, go) {
    if (k.filesystem(me.page) !== Filesystem.btrfs || k.prepared(me.folio)) return;
    k.cached(me.page).reserved = 1;
    k.folio(me.folio).dirty = 1;
    return go.continue_unlock;
  },
  /** ->writepage, ->writepages of the file system: it knows by now where to. */
  set_page_writeback(k, me) {
    for (let n = me.first; n <= me.first + me.tails; n++) k.map_blocks(n);
    k.folio(me.folio).writeback = 1;
  },
  continue_unlock(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pagevec_release(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
    me.first = 0;
    me.tails = 0;
  },
  filemap_fdatawait_range(k, me, go) {
    if (me.sync === 0) return go.next_index;
    const { frame } = k.cached(me.page);
    if (frame !== 0 && k.folio(frame).writeback === 1) return wait;
  },
  next_index: {
    local: (me, go) => {
      if (me.more === 0) return done;
      me.page++;
      me.more--;
      return go.pagevec_lookup_range_tag;
    },
  },
});
