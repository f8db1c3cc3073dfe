// The heart of a migration: are the references those of the owners we know? If so, the new page takes the old one's place.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Migration, Moved } from '../migrate.js';
import { See } from '../properties.js';

export const move_to_new_page = path('mm/migrate.c:move_to_new_page() @v5.8', Migration)({
  /** migrate_page_move_mapping(): without a mapping, only the isolation may be left. */
  page_count(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache + folio.mapping === 1) return go.page_ref_freeze;
    if (folio.ref !== 1) {
      me.rc = Moved.EAGAIN;
      return done;
    }
    k.observe(See.STAY, k.pinsOnFolio(me.folio) !== 0);
    return go.migrate_page_copy;
  },
  /** In a cache: isolation, a reference for each page that is there, and buffers, frozen so that nobody looks the page up meanwhile. */
  page_ref_freeze(k, me) {
    const folio = k.folio(me.folio);
    if (folio.ref !== 1 + (1 << folio.order) + folio.private) {
      me.rc = Moved.EAGAIN;
      return done;
    }
    folio.ref = 0;
    k.observe(See.STAY, k.pinsOnFolio(me.folio) !== 0);
  },
  /** The new page is locked: whoever finds it in the swap cache waits. */
  xas_store(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    newpage.dirty = folio.dirty;
    if (folio.mapping === 1) k.add_to_page_cache(me.newpage, me.page);
    else newpage.ref += 1 << folio.order;
    // buffer_migrate_page(): the buffers go along.
    if (folio.private === 1) k.attach_page_private(me.newpage);
    if (folio.swapcache === 0) return;
    newpage.swapcache = 1;
    newpage.slot = folio.slot;
    for (let n = 0; n < 1 << folio.order; n++) k.slot(folio.slot + n).frame = me.newpage + n;
  },
  page_ref_unfreeze(k, me) {
    const folio = k.folio(me.folio);
    folio.swapcache = 0;
    folio.mapping = 0;
    folio.private = 0;
    folio.slot = 0;
    folio.dirty = 0;
    folio.ref = 1;
  },
  /** Contents and flags, in one step: no process maps either page, and both are locked. */
  migrate_page_copy(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    for (let n = 0; n < 1 << folio.order; n++) k.page(me.newpage + n).content = k.page(me.folio + n).content;
    newpage.anon_vma = folio.anon_vma;
    newpage.ksm = folio.ksm;
    newpage.swapbacked = folio.swapbacked;
    newpage.file = folio.file;
    if (folio.dirty === 1) newpage.dirty = 1;
    me.rc = Moved.success;
    return done;
  },
});
