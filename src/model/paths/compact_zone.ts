// Compaction, as far as one page: isolated if nobody else seems to hold it, and moved to a free page elsewhere.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Moved } from '../migrate.js';
import { Evacuation } from './do_migrate_range.js';
import { isolate_migratepages_block } from './isolate_migratepages_block.js';
import { migrate_pages } from './migrate_pages.js';

export const compact_zone = path('mm/compaction.c:compact_zone() @v5.8', Evacuation)({
  isolate_migratepages: calls(Evacuation)(
    isolate_migratepages_block,
    (me, to) => {
      to.page = me.page;
      to.mode = me.mode;
    },
    (me, got) => {
      me.folio = got.folio;
    },
  ),
  isolated: { local: (me, go) => (me.folio === 0 ? done : go.migrate_pages) },
  migrate_pages: calls(Evacuation)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = me.mode;
    },
    (me, got) => {
      me.rc = got.rc;
    },
  ),
  nr_failed: { local: (me, go) => (me.rc === Moved.success ? done : go.putback_movable_pages) },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
