// The second half of a migration since v6.3: count, copy and map again. One that has to be tried again stays unmapped and locked.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Migration, Moved } from '../migrate.js';
import { move_to_new_page } from './move_to_new_page.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';

export const migrate_folio_move = path('mm/migrate.c:migrate_folio_move() @v6.12', Migration)({
  move_to_new_folio: calls(Migration)(
    move_to_new_page,
    (me, to) => {
      to.folio = me.folio;
      to.newpage = me.newpage;
      to.page = me.page;
      to.mode = me.mode;
    },
    (me, got) => {
      me.rc = got.rc;
    },
  ),
  rc: { local: (me, go) => (me.rc === Moved.success ? go.folio_add_lru : done) },
  folio_add_lru(k, me) {
    const newpage = k.folio(me.newpage);
    newpage.lru_add_batch = 1;
    newpage.ref++;
  },
  page_was_mapped: { local: (me, go) => (me.was_mapped === 1 ? go.remove_migration_ptes : go.folio_unlock_dst) },
  remove_migration_ptes: calls(Migration)(remove_migration_ptes, (me, to) => {
    to.old = me.folio;
    to.new = me.newpage;
    to.page = me.page;
    to.more = me.more;
  }),
  folio_unlock_dst(k, me) {
    k.folio(me.newpage).locked = 0;
  },
  folio_put_dst(k, me) {
    k.put(me.newpage, 1);
  },
  folio_unlock_src(k, me) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.held = 0;
  },
  migrate_folio_done(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
