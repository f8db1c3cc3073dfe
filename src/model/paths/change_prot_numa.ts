// NUMA balancing looks where memory is used from: entries are made inaccessible, and the next access says who wants the page.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const NumaScan = record('NumaScan', { mm: MM, page: PAGE });

export const change_prot_numa = path('mm/mempolicy.c:change_prot_numa() @v5.8', NumaScan)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** For the whole range, whatever is skipped below. */
  mmu_notifier_invalidate_range_start: calls(NumaScan)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  /** Shared copy-on-write pages are skipped; pins are not asked about. */
  page_mapcount(k, me, go) {
    const { frame, none } = k.pte(me.mm, me.page);
    if (frame === 0 || none === 1) return go.pte_unmap_unlock;
    if (k.is_cow_mapping(me.mm, me.page) && k.page_mapcount(frame) !== 1) return go.pte_unmap_unlock;
  },
  /** PROT_NONE with the write bit saved (pte_mk_savedwrite). */
  ptep_modify_prot_commit(k, me) {
    k.keepStale(me.mm, me.page);
    k.pte(me.mm, me.page).none = 1;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  flush_tlb_range(k, me) {
    k.flush(me.mm, me.page);
  },
  mmu_notifier_invalidate_range_end: calls(NumaScan)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
