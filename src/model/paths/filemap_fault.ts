// Finds a file's page in the page cache, or reads it from disk. Returns it locked, with a reference.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { Filesystem } from '../pagecache.js';

/** One frame for both ways to a file's page, so that a fault can call either. */
export const GetPage = record('GetPage', { page: PAGE, folio: FRAME });

export const filemap_fault = path('mm/filemap.c:filemap_fault() @v5.8', GetPage)({
  /** A page that is being freed (its count frozen at 0) is waited out. */
  find_get_page(k, me, go) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return go.page_cache_alloc;
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
  /** Truncated while we waited for the lock? */
  mapping(k, me, go) {
    if (k.folio(me.folio).mapping === 0) return go.unlock_page;
    return done;
  },

  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.find_get_page;
  },

  /** page_cache_sync_readahead() => add_to_page_cache_lru(): locked from the first moment at which it can be found. */
  page_cache_alloc(k, me, go) {
    const frame = k.alloc_file_folio(me.page);
    if (frame === 0) return wait;
    k.folio(frame).locked = 1;
    me.folio = frame;
    if (k.folio(frame).order > 0) return go.prep_compound_page;
  },
  add_to_page_cache_lru(k, me, go) {
    if (k.overlaps(me.folio)) return go.unlock_page;
    k.add_to_page_cache(me.folio, me.page);
  },
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  /** Read and unlocked in one step: nobody looks into a page that is locked for reading. */
  readpage(k, me, go) {
    for (let n = k.head(me.folio); n <= k.lastOf(k.head(me.folio)); n++) k.page(n).content = k.cached(k.page(n).page - 1).content;
    // set_page_extent_mapped(): btrfs has something on every page.
    if (k.filesystem(me.page) === Filesystem.btrfs) k.attach_page_private(me.folio);
    k.folio(me.folio).locked = 0;
    return go.lock_page;
  },

  /** A large folio: where its pins are counted. */
  prep_compound_page(k, me, go) {
    const folio = k.folio(me.folio);
    folio.counts_pins = folio.order > 1 || k.shape.huge[me.page] ? 1 : 0;
    return go.add_to_page_cache_lru;
  },
});
