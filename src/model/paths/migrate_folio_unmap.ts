// The first half of a migration since v6.3: lock, wait, and migration entries. Kernels before do both halves in unmap_and_move().
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MigrateMode, Migration, Moved } from '../migrate.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';
import { try_to_migrate } from './try_to_migrate.js';

export const migrate_folio_unmap = path('mm/migrate.c:migrate_folio_unmap() @v6.12', Migration)({
  /** Freed from under us: only the isolation holds it. */
  folio_ref_count(k, me, go) {
    if (k.folio(me.folio).ref === 1) return go.migrate_folio_done;
  },
  /** Locked from the start: nobody knows it yet. */
  get_new_folio(k, me) {
    me.page = k.firstPage(me.folio, me.page);
    me.more = k.nr_pages(me.folio) - 1;
    me.newpage = k.allocLike(me.folio, me.page);
    me.rc = me.newpage === 0 ? Moved.failed : Moved.EAGAIN;
    if (me.newpage === 0) return done;
    k.folio(me.newpage).locked = 1;
  },
  folio_trylock(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return me.mode === MigrateMode.async ? go.migrate_folio_undo_dst : go.folio_lock;
    folio.locked = 1;
    folio.held = k.pinsOnFolio(me.folio);
    return go.folio_test_writeback;
  },
  folio_lock(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
    folio.held = k.pinsOnFolio(me.folio);
  },
  folio_test_writeback(k, me, go) {
    if (k.folio(me.folio).writeback === 0) return go.folio_mapped;
    if (me.mode === MigrateMode.sync) return;
    me.rc = Moved.failed;
    return go.folio_unlock;
  },
  folio_wait_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  folio_mapped(k, me) {
    if (k.folio_mapcount(me.folio) === 0) {
      me.rc = Moved.unmapped;
      return done;
    }
    me.was_mapped = 1;
  },
  try_to_migrate: calls(Migration)(
    try_to_migrate,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.revoked = got.revoked;
    },
  ),
  folio_mapped_still: {
    local: me => {
      if (me.unmapped === 0) return;
      me.unmapped = 0;
      me.rc = Moved.unmapped;
      return done;
    },
  },
  /** Some mapping refused: those that did not are mapped back. */
  migrate_folio_undo_src: calls(Migration)(
    remove_migration_ptes,
    (me, to) => {
      to.old = me.folio;
      to.new = me.folio;
      to.page = me.page;
      to.more = me.more;
      me.was_mapped = 0;
    },
    (me, got) => {
      me.lost = got.lost;
    },
  ),
  folio_unlock(k, me) {
    k.kept(me.folio, me.lost === 1, me.revoked === 1);
    k.folio(me.folio).locked = 0;
    me.revoked = 0;
    me.lost = 0;
  },
  migrate_folio_undo_dst(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    me.newpage = 0;
    return done;
  },

  migrate_folio_done(k, me) {
    k.put(me.folio, 1);
    me.rc = Moved.success;
    return done;
  },
});
