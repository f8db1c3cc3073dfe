// One try to move a page of hugetlbfs: lock, unmap, count, copy, map again. Kernels since v6.3 come through here too, one page at a time.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MigrateMode, Migration, Moved } from '../migrate.js';
import { move_to_new_page } from './move_to_new_page.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';
import { try_to_unmap } from './try_to_unmap.js';

export const unmap_and_move_huge_page = path('mm/migrate.c:unmap_and_move_huge_page() @v5.8', Migration)({
  /** A huge page from the pool of the other node. */
  get_new_page(k, me) {
    me.newpage = k.alloc(me.page, 0);
    me.rc = me.newpage === 0 ? Moved.failed : Moved.EAGAIN;
    if (me.newpage === 0) return done;
    k.folio(me.newpage).locked = 1;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return me.force === 0 || me.mode !== MigrateMode.sync ? go.put_new_page : go.lock_page;
    folio.locked = 1;
    folio.held = k.pinsOn(me.folio);
    return go.page_mapped;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
    folio.held = k.pinsOn(me.folio);
  },
  page_mapped(k, me, go) {
    me.unmapped = 1;
    if (k.folio_mapcount(me.folio) === 0) return go.move_to_new_page;
    me.unmapped = 0;
    me.was_mapped = 1;
  },
  /** Nobody asks whether it can succeed. */
  try_to_unmap: calls(Migration)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.migration = 1;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.revoked = got.revoked;
    },
  ),
  page_mapped_still: { local: (me, go) => (me.unmapped === 1 ? go.move_to_new_page : go.remove_migration_ptes) },
  /** Anonymous: only the isolation may be left; a file's page: the isolation and the page cache. */
  move_to_new_page: calls(Migration)(
    move_to_new_page,
    (me, to) => {
      to.folio = me.folio;
      to.newpage = me.newpage;
      to.page = me.page;
      to.mode = me.mode;
    },
    (me, got) => {
      me.rc = got.rc;
      me.unmapped = 0;
    },
  ),
  page_was_mapped: { local: (me, go) => (me.was_mapped === 1 ? go.remove_migration_ptes : go.rc) },
  remove_migration_ptes: calls(Migration)(
    remove_migration_ptes,
    (me, to) => {
      to.old = me.folio;
      to.new = me.rc === Moved.success ? me.newpage : me.folio;
      to.page = me.page;
      me.was_mapped = 0;
    },
    (me, got) => {
      me.lost = got.lost;
    },
  ),
  rc: { local: (me, go) => (me.rc === Moved.success ? go.unlock_page_new : go.unlock_page_failed) },
  unlock_page_new(k, me) {
    k.folio(me.newpage).locked = 0;
  },
  unlock_page(k, me) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.held = 0;
    me.revoked = 0;
  },
  /** Back to the pool, unless somebody still refers to it. */
  putback_active_hugepage(k, me) {
    k.put(me.folio, 1);
  },
  set_page_huge_active(k, me) {
    k.folio(me.newpage).huge_active = 1;
  },
  putback_active_hugepage_new(k, me) {
    k.put(me.newpage, 1);
    me.newpage = 0;
    return done;
  },

  unlock_page_failed(k, me) {
    k.kept(me.folio, me.lost === 1, me.revoked === 1);
    k.folio(me.folio).locked = 0;
    me.revoked = 0;
    me.lost = 0;
  },
  put_new_page(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    me.newpage = 0;
    return done;
  },
});
