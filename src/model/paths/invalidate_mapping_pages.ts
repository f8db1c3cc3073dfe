// drop_caches, and POSIX_FADV_DONTNEED: a clean page of a file that nobody uses is dropped from the page cache.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';

/** The range: a page, and how many more. */
export const DropCache = record('DropCache', { page: PAGE, more: PAGE, folio: FRAME });

export const invalidate_mapping_pages = path('mm/truncate.c:invalidate_mapping_pages() @v5.8', DropCache)({
  pagevec_lookup_entries(k, me, go) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return go.next_index;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = frame;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1 || !k.within(me.folio, me.page, me.more)) return go.pagevec_release;
    folio.locked = 1;
  },
  /** Whoever maps the page is using it; who else refers to it is found out too late. */
  invalidate_inode_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.mapping === 0 || folio.dirty === 1 || folio.writeback === 1) return go.unlock_page;
    if (k.folio_mapcount(me.folio) > 0) return go.unlock_page;
  },
  try_to_release_page(k, me, go) {
    if (!k.try_to_free_buffers(me.folio)) return go.unlock_page;
  },
  /** remove_mapping(): the cache and the look-up are the only users, or nothing happens. */
  page_ref_freeze(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ref !== 1 + k.nr_pages(me.folio)) return go.unlock_page;
    folio.ref = 0;
  },
  PageDirty(k, me, go) {
    if (k.folio(me.folio).dirty === 1) return go.page_ref_unfreeze;
  },
  __delete_from_page_cache(k, me) {
    k.__delete_from_page_cache(me.folio);
  },
  page_ref_unfreeze_one(k, me) {
    k.folio(me.folio).ref = 1;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pagevec_release(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  /** "'end' is in the middle of THP. Don't invalidate the page as the part outside of 'end' could be still useful." */
  next_index: {
    local: (me, go) => {
      if (me.more === 0) return done;
      me.page++;
      me.more--;
      return go.pagevec_lookup_entries;
    },
  },
  page_ref_unfreeze(k, me, go) {
    k.folio(me.folio).ref = 1 + k.nr_pages(me.folio);
    return go.unlock_page;
  },
});
