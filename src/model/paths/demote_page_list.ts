// Reclaim on a node that has a slower one below it. Before v5.15 nothing is demoted, and this is a pass of reclaim like any other.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { shrink_page_list } from './shrink_page_list.js';

export const Demotion = record('Demotion', { page: PAGE, folio: FRAME, rc: 2, freed: 1 });

export const demote_page_list = path('mm/vmscan.c:demote_page_list() @v5.15', Demotion)({
  isolate_lru_pages(k, me) {
    const n = k.choose(k.shape.frames) + 1;
    if (!k.isolatable(n, me.page)) return n === 1 && !k.anyIsolatable(me.page) ? done : wait;
    const folio = k.folio(n);
    folio.ref++;
    folio.lru = 0;
    me.folio = n;
  },
  shrink_page_list: calls(Demotion)(
    shrink_page_list,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
    },
    (me, got) => {
      me.freed = got.freed;
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
