// MADV_PAGEOUT: reclaim of the pages that one process maps alone, asked for by it. MADV_COLD only makes them old, which is no state here.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { shrink_page_list } from './shrink_page_list.js';

export const Pageout = record('Pageout', { mm: MM, page: PAGE, pageout: 1, folio: FRAME, freed: 1, error: ERRNO });

export const madvise_cold_or_pageout_pte_range = path('mm/madvise.c:madvise_cold_or_pageout_pte_range() @v5.8', Pageout)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  can_madv_lru_vma(k, me, go) {
    if (k.vma(me.mm, me.page).locked === 0) return;
    me.error = Errno.EINVAL;
    return go.mmap_read_unlock;
  },
  /** flush_tlb_batched_pending(): no stale entry of an earlier unmap is left behind. */
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0) return go.mmap_read_unlock;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
    me.folio = pte.frame;
  },
  /** Other mappings are not interfered with. */
  page_mapcount(k, me, go) {
    if (me.pageout === 0 || k.page_mapcount(me.folio) !== 1) return go.pte_unmap_unlock_left;
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
  nr_reclaimed: { local: (me, go) => (me.freed === 1 ? go.mmap_read_unlock : go.lru_cache_add) },
  /** putback_lru_page(): back through a per-CPU batch. */
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me, go) {
    k.put(me.folio, 1);
    return go.mmap_read_unlock;
  },

  pte_unmap_unlock_left(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
