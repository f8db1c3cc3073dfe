// A batch of one page since v6.3: passes of unmapping until it is unmapped, then passes of moving; what cannot be moved is undone once.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Migration, Moved } from '../migrate.js';
import { migrate_folio_move } from './migrate_folio_move.js';
import { migrate_folio_unmap } from './migrate_folio_unmap.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';

export const migrate_pages_batch = path('mm/migrate.c:migrate_pages_batch() @v6.12', Migration)({
  migrate_folio_unmap: calls(Migration)(
    migrate_folio_unmap,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = me.mode;
    },
    (me, got) => {
      me.rc = got.rc;
      me.newpage = got.newpage;
      me.page = got.page;
      me.more = got.more;
      me.was_mapped = got.was_mapped;
      me.revoked = got.revoked;
      me.pass++;
    },
  ),
  unmap_pass: {
    local: (me, go) => {
      if (me.rc === Moved.EAGAIN && me.pass < me.nr_pass) return go.migrate_folio_unmap;
      me.pass = 0;
      if (me.rc === Moved.success) return done;
    },
  },
  /** TLBs are flushed for all that was unmapped at once; the batch is one page here. */
  try_to_unmap_flush(k, me) {
    k.flushFrame(me.folio);
    if (me.rc === Moved.unmapped) return;
    me.was_mapped = 0;
    return done;
  },
  migrate_folio_move: calls(Migration)(
    migrate_folio_move,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.newpage = me.newpage;
      to.more = me.more;
      to.mode = me.mode;
      to.was_mapped = me.was_mapped;
    },
    (me, got) => {
      me.rc = got.rc;
      me.pass++;
    },
  ),
  move_pass: {
    local: (me, go) => {
      if (me.rc === Moved.success) return done;
      if (me.rc === Moved.EAGAIN && me.pass < me.nr_pass) return go.migrate_folio_move;
      return me.was_mapped === 1 ? go.migrate_folio_undo_src : go.folio_unlock;
    },
  },
  migrate_folio_undo_src: calls(Migration)(
    remove_migration_ptes,
    (me, to) => {
      to.old = me.folio;
      to.new = me.folio;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      me.lost = got.lost;
    },
  ),
  folio_unlock(k, me) {
    k.kept(me.folio, me.lost === 1, me.revoked === 1);
    k.folio(me.folio).locked = 0;
  },
  migrate_folio_undo_dst(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    return done;
  },
});
