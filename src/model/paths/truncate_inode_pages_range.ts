// A page leaves its file for good: truncation, or a hole that is punched. It waits for writeback and for the page lock, never for a pin;
// whoever holds one keeps a page that is nobody's. A large folio of which a part is meant is split first, which a pin does refuse.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { Errno } from '../vma.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';
import { unmap_mapping_range } from './unmap_mapping_range.js';

/**
 * The range: a page, and how many more. truncate: ftruncate() takes private copies away, too, and unmaps once more; a hole that is punched
 * leaves them.
 */
export const Truncate = record('Truncate', {
  page: PAGE,
  more: PAGE,
  truncate: 1,
  /** How far we are in the range. */
  nth: PAGE,
  folio: FRAME,
  /** The folio's first page, and how many follow. */
  first: PAGE,
  tails: PAGE,
  mapped: 1,
  failed: 1,
  /** A file system's file, not tmpfs. */
  tracked: 1,
});

export const truncate_inode_pages_range = path('mm/truncate.c:truncate_inode_pages_range() @v5.8', Truncate)({
  unmap_mapping_range: calls(Truncate)(unmap_mapping_range, (me, to) => {
    to.page = me.page;
    to.more = me.more;
    to.even_cows = me.truncate;
  }),
  /** Blocks are freed in the step in which the page is gone: docs/fidelity.md. tmpfs gives a swap slot back (shmem_free_swap()). */
  find_lock_entries(k, me, go) {
    const cached = k.cached(me.page + me.nth);
    if (cached.frame === 0) {
      const { swap } = cached;
      cached.swap = 0;
      if (swap !== 0) k.free_swap_and_cache(swap);
      k.dropped(me.page + me.nth);
      return go.next_index;
    }
    const folio = k.folio(cached.frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = cached.frame;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  page_mapping(k, me, go) {
    if (k.folio(me.folio).mapping === 0) return go.unlock_retry;
  },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  /** truncate_cleanup_page(): a fault may have mapped it again; with the page lock held none can any more. */
  page_mapped(k, me, go) {
    me.first = k.folio(me.folio).page - 1;
    me.tails = k.nr_pages(me.folio) - 1;
    if (!k.within(me.folio, me.page, me.more)) return go.shmem_punch_compound;
    me.mapped = k.folio_mapcount(me.folio) > 0 ? 1 : 0;
  },
  mapped_again: { local: (me, go) => (me.mapped === 1 ? go.unmap_mapping_page : go.do_invalidatepage) },
  unmap_mapping_page: calls(Truncate)(unmap_mapping_range, (me, to) => {
    me.mapped = 0;
    to.page = me.first;
    to.more = me.tails;
  }),
  do_invalidatepage(k, me) {
    const folio = k.folio(me.folio);
    if (folio.private === 0) return;
    folio.private = 0;
    k.put(me.folio, 1);
  },
  cancel_dirty_page(k, me) {
    k.folio(me.folio).dirty = 0;
  },
  delete_from_page_cache(k, me) {
    k.__delete_from_page_cache(me.folio);
    for (let n = me.first; n <= me.first + me.tails; n++) if (n >= me.page && n <= me.page + me.more) k.dropped(n);
    k.put(me.folio, me.tails + 1);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pagevec_release(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  next_index: {
    local: (me, go) => {
      const { nth, more, truncate, tails } = me;
      me.nth = 0;
      me.tails = 0;
      me.first = 0;
      if (nth + tails < more) {
        me.nth = nth + tails + 1;
        return go.find_lock_entries;
      }
      return truncate === 1 ? go.unmap_mapping_range_again : go.out;
    },
  },
  unmap_mapping_range_again: calls(Truncate)(unmap_mapping_range, (me, to) => {
    to.page = me.page;
    to.more = me.more;
    to.even_cows = 1;
  }),
  out: { local: () => done },

  unlock_retry(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_retry(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.find_lock_entries;
  },

  /** mm/shmem.c:shmem_punch_compound(): "Try to split huge page, so we can truly punch the hole or truncate". */
  shmem_punch_compound: calls(Truncate)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
    },
    (me, got) => {
      me.failed = got.error === Errno.none ? 0 : 1;
    },
  ),
  split_huge_page: {
    local: (me, go) => {
      const { failed } = me;
      me.failed = 0;
      me.tails = 0;
      return failed === 0 ? go.page_mapped : go.clear_highpage;
    },
  },
  /** "Wipe the page and don't get stuck": it stays in the file, pinned or not. */
  clear_highpage(k, me) {
    k.wiped(me.folio, me.page + me.nth);
  },
  /** Of a file with a disk nothing is left to write: the hole is there. */
  set_page_dirty(k, me, go) {
    if (!k.tracksDirty(me.page)) k.set_page_dirty(me.folio);
    return go.unlock_page;
  },
});
