// Reclaim writes a tmpfs page to swap: it leaves the page cache for the swap cache, and its place in the file names the slot.
// Entered with the page lock, after the dirty bit was cleared; the page is unmapped, and a fault needs the lock to map it again.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE, SLOT } from '../folio.js';

export const ShmemWrite = record('ShmemWrite', {
  folio: FRAME,
  page: PAGE,
  /** Pages of the folio after the first (v6.12 and later). */
  more: PAGE,
  slot: SLOT,
  /** It was split on the way: reclaim's list gets the other pages. */
  split: 1,
  failed: 1,
  /** AOP_WRITEPAGE_ACTIVATE: dirty again, and still locked. */
  activate: 1,
});

export const shmem_writepage = path('mm/shmem.c:shmem_writepage() @v5.8', ShmemWrite)({
  get_swap_page(k, me, go) {
    if (k.maybe(k.shape.swapMayFill)) return go.redirty;
    me.slot = k.freeSlot(me.more + 1);
    if (me.slot === 0) return go.redirty;
    for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).has_cache = 1;
  },
  add_to_swap_cache(k, me) {
    k.folio(me.folio).ref += me.more + 1;
  },
  SetPageSwapCache(k, me) {
    const folio = k.folio(me.folio);
    folio.swapcache = 1;
    folio.slot = me.slot;
    for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).frame = me.folio + n;
  },
  /** The file's own entry counts as one user of the slot. */
  swap_shmem_alloc(k, me) {
    for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).map++;
  },
  /** mm/shmem.c:shmem_delete_from_page_cache(): one exchange in i_pages, frame for swap entry. */
  shmem_replace_entry(k, me) {
    k.__delete_from_page_cache(me.folio);
    for (let n = 0; n <= me.more; n++) k.cached(me.page + n).swap = me.slot + n;
    me.slot = 0;
  },
  put_page(k, me) {
    k.put(me.folio, me.more + 1);
  },
  /** swap_writepage(): its slot is named by the file, so that it is worth the I/O. */
  set_page_writeback(k, me) {
    k.folio(me.folio).writeback = 1;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    return done;
  },
  redirty(k, me) {
    k.set_page_dirty(me.folio);
    me.activate = 1;
    return done;
  },
});
