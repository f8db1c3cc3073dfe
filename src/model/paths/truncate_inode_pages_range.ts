// A page leaves its file for good: truncation, or a hole that is punched. It waits for writeback and for the page lock, never for a pin;
// whoever holds one keeps a page that is nobody's.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { unmap_mapping_range } from './unmap_mapping_range.js';

/** truncate: ftruncate() takes private copies away, too, and unmaps once more; a hole that is punched leaves them. */
export const Truncate = record('Truncate', { page: PAGE, truncate: 1, folio: FRAME, mapped: 1 });

export const truncate_inode_pages_range = path('mm/truncate.c:truncate_inode_pages_range() @v5.8', Truncate)({
  unmap_mapping_range: calls(Truncate)(unmap_mapping_range, (me, to) => {
    to.page = me.page;
    to.even_cows = me.truncate;
  }),
  /** Blocks are freed in the step in which the page is gone: docs/fidelity.md. tmpfs gives a swap slot back (shmem_free_swap()). */
  find_lock_entries(k, me, go) {
    const cached = k.cached(me.page);
    if (cached.frame === 0) {
      const { swap } = cached;
      cached.swap = 0;
      if (swap !== 0) k.free_swap_and_cache(swap);
      k.dropped(me.page);
      return go.unmapped_once;
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
  page_mapped(k, me) {
    me.mapped = k.folio_mapcount(me.folio) > 0 ? 1 : 0;
  },
  mapped_again: { local: (me, go) => (me.mapped === 1 ? go.unmap_mapping_page : go.do_invalidatepage) },
  unmap_mapping_page: calls(Truncate)(unmap_mapping_range, (me, to) => {
    me.mapped = 0;
    to.page = me.page;
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
    k.dropped(me.page);
    k.put(me.folio, 1);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pagevec_release(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  unmapped_once: { local: (me, go) => (me.truncate === 1 ? go.unmap_mapping_range_again : done) },
  unmap_mapping_range_again: calls(Truncate)(unmap_mapping_range, (me, to) => {
    to.page = me.page;
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
});
