// Compaction's choice of pages, CMA's too: plain anonymous memory that somebody else refers to is passed over, before any unmap.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { MigrateMode, MODE } from '../migrate.js';

/** alloc_contig: for CMA, which takes what it finds. */
export const Isolation = record('Isolation', { page: PAGE, folio: FRAME, mode: MODE, alloc_contig: 1 });

export const isolate_migratepages_block = path('mm/compaction.c:isolate_migratepages_block() @v5.8', Isolation)({
  PageLRU(k, me) {
    const n = k.choose(k.shape.frames) + 1;
    if (!k.isolatable(n, me.page)) return n === 1 && !k.anyIsolatable(me.page) ? done : wait;
    me.folio = n;
  },
  /** Compaction is for single pages: what is large already is left where it is. */
  PageCompound(k, me, go) {
    if (me.alloc_contig === 0 && k.folio(me.folio).order > 0) return go.isolate_fail;
  },
  /** "Migration will fail if an anonymous page is pinned in memory": no mapping, and more references than mappings. */
  page_count(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache + folio.mapping === 0 && folio.ref > k.folio_mapcount(me.folio)) return go.isolate_fail;
  },
  /** Under the LRU lock. Asynchronous mode takes nothing that it would have to wait for. */
  __isolate_lru_page(k, me, go) {
    if (!k.isolatable(me.folio, me.page)) return go.isolate_fail;
    const folio = k.folio(me.folio);
    if (me.mode === MigrateMode.async && folio.writeback === 1) return go.isolate_fail;
    folio.ref++;
    folio.lru = 0;
    return done;
  },
  isolate_fail: {
    local: me => {
      me.folio = 0;
      return done;
    },
  },
});
