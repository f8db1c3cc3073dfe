// Direct I/O writes to a file: what the page cache has of it is thrown away, mapped or not, pinned or not.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { unmap_mapping_range } from './unmap_mapping_range.js';

export const Invalidate2 = record('Invalidate2', { page: PAGE, folio: FRAME, first: PAGE, tails: PAGE, mapped: 1 });

export const invalidate_inode_pages2_range = path('mm/truncate.c:invalidate_inode_pages2_range() @v5.8', Invalidate2)({
  pagevec_lookup_entries(k, me) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return done;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = frame;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  page_mapping(k, me, go) {
    if (k.folio(me.folio).mapping === 0) return go.unlock_page;
  },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  page_mapped(k, me) {
    me.mapped = k.folio_mapcount(me.folio) > 0 ? 1 : 0;
    me.first = k.folio(me.folio).page - 1;
    me.tails = k.nr_pages(me.folio) - 1;
  },
  mapped: { local: (me, go) => (me.mapped === 1 ? go.unmap_mapping_pages : go.try_to_release_page) },
  unmap_mapping_pages: calls(Invalidate2)(unmap_mapping_range, (me, to) => {
    me.mapped = 0;
    to.page = me.first;
    to.more = me.tails;
  }),
  /** invalidate_complete_page2(): -EBUSY where the buffers will not go, or where somebody has made the page dirty again. */
  try_to_release_page(k, me, go) {
    if (!k.try_to_free_buffers(me.folio)) return go.unlock_page;
  },
  PageDirty(k, me, go) {
    if (k.folio(me.folio).dirty === 1) return go.unlock_page;
    k.__delete_from_page_cache(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, me.tails + 1);
  },
  unlock_page(k, me) {
    me.first = 0;
    me.tails = 0;
    k.folio(me.folio).locked = 0;
  },
  pagevec_release(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
