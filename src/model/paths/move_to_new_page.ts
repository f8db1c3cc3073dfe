// The heart of a migration: are the references those of the owners we know? If so, the new page takes the old one's place.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Migration, Moved } from '../migrate.js';
import { See } from '../properties.js';

export const move_to_new_page = path('mm/migrate.c:move_to_new_page() @v5.8', Migration)({
  /** migrate_page_move_mapping(): without a mapping, only the isolation may be left. */
  page_count(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 1) return go.page_ref_freeze;
    if (folio.ref !== 1) {
      me.rc = Moved.EAGAIN;
      return done;
    }
    k.observe(See.STAY, k.pinsOn(me.folio) !== 0);
    return go.migrate_page_copy;
  },
  /** In the swap cache: isolation and cache, frozen so that nobody looks the page up meanwhile. */
  page_ref_freeze(k, me) {
    const folio = k.folio(me.folio);
    if (folio.ref !== 2) {
      me.rc = Moved.EAGAIN;
      return done;
    }
    folio.ref = 0;
    k.observe(See.STAY, k.pinsOn(me.folio) !== 0);
  },
  /** The new page is locked: whoever finds it in the swap cache waits. */
  xas_store(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    newpage.ref++;
    newpage.swapcache = 1;
    newpage.slot = folio.slot;
    newpage.dirty = folio.dirty;
    k.slot(folio.slot).frame = me.newpage;
  },
  page_ref_unfreeze(k, me) {
    const folio = k.folio(me.folio);
    folio.swapcache = 0;
    folio.slot = 0;
    folio.dirty = 0;
    folio.ref = 1;
  },
  /** Contents and flags, in one step: no process maps either page, and both are locked. */
  migrate_page_copy(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    k.page(me.newpage).content = k.page(me.folio).content;
    newpage.anon_vma = folio.anon_vma;
    newpage.swapbacked = folio.swapbacked;
    if (folio.dirty === 1) newpage.dirty = 1;
    me.rc = Moved.success;
    return done;
  },
});
