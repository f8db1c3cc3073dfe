// One pass of reclaim over one page's frames: kswapd's, or direct reclaim's.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { shrink_page_list } from './shrink_page_list.js';

export const Scan = record('Scan', { page: PAGE, kswapd: 1, folio: FRAME, freed: 1 });

export const shrink_inactive_list = path('mm/vmscan.c:shrink_inactive_list() @v5.8', Scan)({
  /** Under the LRU lock: off the list, with a reference of its own. A page that is being freed is left alone. */
  isolate_lru_pages(k, me) {
    const n = k.choose(k.shape.frames) + 1;
    if (!k.isolatable(n, me.page)) return n === 1 && !k.anyIsolatable(me.page) ? done : wait;
    const folio = k.folio(n);
    folio.ref++;
    folio.lru = 0;
    me.folio = n;
  },
  shrink_page_list: calls(Scan)(
    shrink_page_list,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.kswapd = me.kswapd;
    },
    (me, got) => {
      me.freed = got.freed;
      me.folio = got.folio;
    },
  ),
  nr_reclaimed: { local: (me, go) => (me.freed === 1 ? done : go.move_pages_to_lru) },
  move_pages_to_lru(k, me) {
    k.folio(me.folio).lru = 1;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
