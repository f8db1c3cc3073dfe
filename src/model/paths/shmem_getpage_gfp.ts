// Finds a tmpfs page in the page cache, brings it back from swap, or makes a new one. Returns it locked, with a reference.
import { done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { ZEROES } from '../state.js';
import { GetPage } from './filemap_fault.js';

export const shmem_getpage_gfp = path('mm/shmem.c:shmem_getpage_gfp() @v5.8', GetPage)({
  find_lock_entry(k, me, go) {
    const { frame, swap } = k.cached(me.page);
    if (frame === 0) return swap === 0 ? go.shmem_alloc_and_acct_page : go.lookup_swap_cache;
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
  /** Truncated, or written to swap, while we waited for the lock? */
  mapping(k, me, go) {
    if (k.folio(me.folio).mapping === 0) return go.unlock;
    return done;
  },

  unlock(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.find_lock_entry;
  },

  /** With huge=always, a huge page where none of its pages is there, and where one can be had. */
  shmem_alloc_and_acct_page(k, me, go) {
    const frame = k.alloc_file_folio(me.page);
    if (frame === 0) return wait;
    k.folio(frame).locked = 1;
    me.folio = frame;
    if (k.folio(frame).order > 0) return go.prep_compound_page;
  },
  shmem_add_to_page_cache(k, me, go) {
    if (k.overlaps(me.folio)) return go.unlock;
    k.add_to_page_cache(me.folio, me.page);
  },
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  clear_highpage(k, me) {
    for (let n = k.head(me.folio); n <= k.lastOf(k.head(me.folio)); n++) k.page(n).content = ZEROES;
    return done;
  },

  /** shmem_swapin_page(): the swap cache first, as for anonymous memory. */
  lookup_swap_cache(k, me, go) {
    const { swap } = k.cached(me.page);
    if (swap === 0) return go.find_lock_entry;
    const { frame } = k.slot(swap);
    if (frame === 0) return go.swapcache_prepare;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = frame;
    return go.lock_page_swapin;
  },
  /** mm/swap_state.c:__read_swap_cache_async(). */
  swapcache_prepare(k, me, go) {
    const { swap } = k.cached(me.page);
    if (swap === 0) return go.find_lock_entry;
    const slot = k.slot(swap);
    if (slot.has_cache === 1) return slot.frame === 0 ? wait : go.lookup_swap_cache;
    const frame = k.alloc(me.page, 0);
    if (frame === 0) return wait;
    slot.has_cache = 1;
    const folio = k.folio(frame);
    folio.locked = 1;
    folio.file = 1;
    folio.slot = swap;
    me.folio = frame;
  },
  add_to_swap_cache(k, me) {
    const folio = k.folio(me.folio);
    folio.ref++;
    folio.swapcache = 1;
    k.slot(folio.slot).frame = me.folio;
  },
  lru_cache_add_swapin(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  swap_readpage(k, me) {
    const folio = k.folio(me.folio);
    k.page(me.folio).content = k.slot(folio.slot).content;
    folio.locked = 0;
  },
  lock_page_swapin(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  shmem_confirm_swap(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 0 || k.slotOf(me.folio) !== k.cached(me.page).swap) return go.unlock;
  },
  /** Its bytes may be on their way to swap still. */
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  shmem_replace_entry(k, me) {
    k.add_to_page_cache(me.folio, me.page);
    const { page, order } = k.folio(me.folio);
    for (let n = page - 1; n < page - 1 + (1 << order); n++) k.cached(n).swap = 0;
  },
  /** It leaves the swap cache dirty, and then the slot is free. */
  delete_from_swap_cache(k, me) {
    const { slot, order } = k.folio(me.folio);
    k.delete_from_swap_cache(me.folio);
    for (let n = slot; n < slot + (1 << order); n++) k.swap_free(n);
    return done;
  },

  prep_compound_page(k, me, go) {
    k.folio(me.folio).counts_pins = 1;
    return go.shmem_add_to_page_cache;
  },
});
