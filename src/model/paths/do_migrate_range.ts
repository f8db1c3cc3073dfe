// Moves a page away from where it is: what memory hot-remove does with each page it finds. No pin is asked before the isolation.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { MODE, Moved } from '../migrate.js';
import { migrate_pages } from './migrate_pages.js';

export const Evacuation = record('Evacuation', { page: PAGE, folio: FRAME, mode: MODE, rc: 2 });

export const do_migrate_range = path('mm/memory_hotplug.c:do_migrate_range() @v5.8', Evacuation)({
  /** isolate_lru_page(), whatever else is known about the page. */
  isolate_lru_page(k, me) {
    const n = k.choose(k.shape.frames) + 1;
    if (!k.isolatable(n, me.page)) return n === 1 && !k.anyIsolatable(me.page) ? done : wait;
    const folio = k.folio(n);
    folio.ref++;
    folio.lru = 0;
    me.folio = n;
  },
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
  /** Back through a per-CPU batch. */
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
