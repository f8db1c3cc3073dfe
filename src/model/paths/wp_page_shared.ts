// A write to a read-only entry of a shared mapping: the page stays, the file system is asked first. Entered with the PTL held.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { do_page_mkwrite } from './do_page_mkwrite.js';

export const WpShared = record('WpShared', { mm: MM, page: PAGE, folio: FRAME, locked: 1 });

export const wp_page_shared = path('mm/memory.c:wp_page_shared() @v5.8', WpShared)({
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  /** tmpfs has no ->page_mkwrite. */
  page_mkwrite(k, me, go) {
    if (!k.tracksDirty(me.page)) return go.wp_page_reuse;
    k.pte(me.mm, me.page).ptl = 0;
  },
  do_page_mkwrite: calls(WpShared)(
    do_page_mkwrite,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
    },
    (me, got) => {
      me.locked = got.locked;
    },
  ),
  mkwrite_refused: { local: (me, go) => (me.locked === 1 ? go.finish_mkwrite_fault : go.put_page_refused) },
  /** Unmapped, or made writable by somebody else, while the lock was away? */
  finish_mkwrite_fault(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    me.locked = 0;
    if (pte.frame !== me.folio || pte.write === 1) return go.unlock_page_refused;
    pte.ptl = 1;
    me.locked = 1;
  },
  wp_page_reuse(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** fault_dirty_shared_page(); of tmpfs after the page lock was taken for it. */
  lock_page(k, me, go) {
    if (me.locked === 1) return go.fault_dirty_shared_page;
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  fault_dirty_shared_page(k, me) {
    k.set_page_dirty(me.folio);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    me.locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  unlock_page_refused(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_refused(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
