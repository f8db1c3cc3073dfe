// MADV_PAGEOUT: reclaim of the pages that one process maps alone, asked for by it. References and age do not count.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { shrink_page_list } from './shrink_page_list.js';

export const Pageout = record('Pageout', { mm: MM, page: PAGE, folio: FRAME, freed: 1 });

export const madvise_cold_or_pageout_pte_range = path('mm/madvise.c:madvise_cold_or_pageout_pte_range() @v5.8', Pageout)({
  /** flush_tlb_batched_pending(): no stale entry of an earlier unmap is left behind. */
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0) return done;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
    me.folio = pte.frame;
  },
  /** Other mappings are not interfered with. */
  page_mapcount(k, me, go) {
    if (k.folio(me.folio).mapcount !== 1) return go.pte_unmap_unlock_left;
  },
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return go.pte_unmap_unlock_left;
    folio.lru = 0;
    folio.ref++;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  PageUnevictable(k, me, go) {
    if (k.folio(me.folio).mlocked === 1) return go.lru_cache_add;
  },
  shrink_page_list: calls(Pageout)(
    shrink_page_list,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
    },
    (me, got) => {
      me.freed = got.freed;
    },
  ),
  nr_reclaimed: { local: (me, go) => (me.freed === 1 ? done : go.lru_cache_add) },
  /** putback_lru_page(): back through a per-CPU batch. */
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  pte_unmap_unlock_left(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    return done;
  },
});
