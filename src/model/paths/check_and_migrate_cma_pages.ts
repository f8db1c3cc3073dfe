// A long-term pin has landed on a page that has to stay movable: it is given back, the page is moved, and the pin is taken anew.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, FRAME, PAGE } from '../folio.js';
import { MigrateMode, Moved } from '../migrate.js';
import { migrate_pages } from './migrate_pages.js';

/** What comes next. */
export const enum Longterm {
  /** The pin stays. */
  pinned = 0,
  /** Pin and check again. */
  again = 1,
  /** Pin again, and leave it at that, wherever the page is. */
  unchecked = 2,
  /** No pin. */
  failed = 3,
}

export const LongtermCheck = record('LongtermCheck', { device: DEVICE, page: PAGE, folio: FRAME, rc: 2, moved: 2 });

export const check_and_migrate_cma_pages = path('mm/gup.c:check_and_migrate_cma_pages() @v5.8', LongtermCheck)({
  /** A page in another CPU's batch cannot be isolated: they are drained once. */
  lru_add_drain_all(k, me) {
    if (k.folio(me.folio).lru === 0 && k.folio(me.folio).lru_add_batch === 1) return wait;
  },
  /** One that somebody has isolated stays where it is, pinned. */
  isolate_lru_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return done;
    folio.lru = 0;
    folio.ref++;
  },
  /** The references are dropped as if they were no pins. */
  put_page(k, me) {
    k.put_page_of_pin(me.device, me.page);
  },
  migrate_pages: calls(LongtermCheck)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = MigrateMode.sync;
    },
    (me, got) => {
      me.moved = got.rc;
    },
  ),
  /** Whoever could not be moved is pinned where he is. */
  migrate_allow: {
    local: (me, go) => {
      me.rc = me.moved === Moved.success ? Longterm.again : Longterm.unchecked;
      return me.moved === Moved.success ? done : go.putback_movable_pages;
    },
  },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    me.moved = 0;
  },
  put_page_isolated(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
