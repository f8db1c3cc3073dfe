// Memory hot-remove: as long as a page is in the block, it is moved, or tried to. Nothing but a signal ends it, and none comes here.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { MigrateMode, Moved } from '../migrate.js';
import { migrate_pages } from './migrate_pages.js';

export const Offline = record('Offline', { page: PAGE, folio: FRAME, rc: 2 });

export const offline_pages = path('mm/memory_hotplug.c:offline_pages() @v5.8', Offline)({
  /** The block is where the page is now; nothing is allocated from it any more. */
  start_isolate_page_range(k, me) {
    me.folio = k.firstFrameOf(me.page);
    if (me.folio === 0) return done;
  },
  lru_add_drain_all(k) {
    if (k.anyInBatch()) return wait;
  },
  scan_movable_pages(k, me) {
    if (k.folio(me.folio).page !== me.page + 1) return done;
  },
  /** do_migrate_range(): whatever is on a list, pinned or not. What somebody else has isolated is found again in the next round. */
  isolate_lru_page(k, me, go) {
    if (!k.isolatable(me.folio, me.page)) return go.lru_add_drain_all;
    const folio = k.folio(me.folio);
    folio.ref++;
    folio.lru = 0;
  },
  migrate_pages: calls(Offline)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = MigrateMode.sync;
    },
    (me, got) => {
      me.rc = got.rc;
    },
  ),
  nr_failed: { local: (me, go) => (me.rc === Moved.success ? go.lru_add_drain_all : go.putback_movable_pages) },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    me.rc = 0;
  },
  put_page(k, me, go) {
    k.put(me.folio, 1);
    return go.lru_add_drain_all;
  },
});
