// Moves an isolated page, or gives up after ten passes. All who move memory come through here.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Migration, Moved } from '../migrate.js';
import { unmap_and_move } from './unmap_and_move.js';

export const migrate_pages = path('mm/migrate.c:migrate_pages() @v5.8', Migration)({
  unmap_and_move: calls(Migration)(
    unmap_and_move,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = me.mode;
      to.force = me.pass > 2 ? 1 : 0;
    },
    (me, got) => {
      me.rc = got.rc;
      me.pass++;
    },
  ),
  pass: { local: (me, go) => (me.rc === Moved.EAGAIN && me.pass < 10 ? go.unmap_and_move : done) },
});
