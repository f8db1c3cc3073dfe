// NUMA balancing looks where memory is used from: entries are made inaccessible, and the next access says who wants the page.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/** more: how many pages follow. */
export const NumaScan = record('NumaScan', { mm: MM, page: PAGE, more: PAGE });

export const change_prot_numa = path('mm/mempolicy.c:change_prot_numa() @v5.8', NumaScan)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** For the whole range, whatever is skipped below. */
  mmu_notifier_invalidate_range_start: calls(NumaScan)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1) return k.wholeRange(me.page, me.more) ? go.pmd_trans_huge_lock : go.__split_huge_pmd;
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
  flush_tlb_range(k, me, go) {
    k.flush(me.mm, me.page);
    if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
    me.page++;
    me.more--;
    return go.pte_offset_map_lock;
  },

  __split_huge_pmd: calls(NumaScan)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.pte_offset_map_lock },

  /** mm/huge_memory.c:change_huge_pmd(): neither pins nor other mappings are asked about, in any kernel. */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.pte(me.mm, me.page).pmd === 1) return;
    k.pmd_unlock(me.mm, me.page);
    return go.pte_offset_map_lock;
  },
  pmd_protnone(k, me, go) {
    if (k.pte(me.mm, me.page).none === 1) return go.spin_unlock;
  },
  /** PROT_NONE with the write bit saved (pmd_mk_savedwrite). */
  pmdp_invalidate(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      k.keepStale(me.mm, page);
      k.pte(me.mm, page).none = 1;
    }
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
  },
  mmu_notifier_invalidate_range_end: calls(NumaScan)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
