// KSM takes one mapping of a page: write-protects it, if nobody but ksmd refers to it, and puts the KSM page in its place.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { Errno } from '../vma.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';

/** kpage: the KSM page; 0: the page is to become one itself. */
export const Merge = record('Merge', {
  mm: MM,
  page: PAGE,
  folio: FRAME,
  kpage: FRAME,
  pte_write: 1,
  pte_dirty: 1,
  anon_exclusive: 1,
  /** Part of a large folio. */
  large: 1,
  split_failed: 1,
  failed: 1,
});

export const try_to_merge_one_page = path('mm/ksm.c:try_to_merge_one_page() @v5.8', Merge)({
  /** try_to_merge_with_ksm_page(). */
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
    me.failed = 1;
  },
  /** The page lock is tried only: the flag of the swap cache has to be stable. */
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.vma(me.mm, me.page).mergeable === 0 || folio.locked === 1) return go.mmap_read_unlock;
    folio.locked = 1;
    me.large = folio.order === 0 ? 0 : 1;
  },
  /** KSM merges single pages: a large folio is split first, which a reference of anybody else forbids. */
  split_huge_page: calls(Merge)(
    [split_huge_page_to_list],
    (me, to) => {
      to.folio = me.folio;
    },
    (me, got) => {
      me.split_failed = got.error === Errno.none ? 0 : 1;
    },
    me => me.large - 1,
  ),
  split: {
    local: (me, go) => {
      me.large = 0;
      if (me.split_failed === 0) return go.mmu_notifier_invalidate_range_start;
      me.split_failed = 0;
      return go.unlock_page;
    },
  },

  /** write_protect_page(): clients hear of every attempt, whatever comes of it. */
  mmu_notifier_invalidate_range_start: calls(Merge)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  page_vma_mapped_walk(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio) return go.out_mn;
    pte.ptl = 1;
    me.anon_exclusive = k.page(me.folio).anon_exclusive;
    if (pte.write === 0 && pte.dirty === 0 && me.anon_exclusive === 0) return go.protected;
  },
  /** So that no O_DIRECT can happen after the check, or in the middle of it: GUP-fast takes no lock. */
  ptep_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.pte_write = pte.write;
    me.pte_dirty = pte.dirty;
    k.clearPte(me.mm, me.page);
  },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page);
  },
  /** The one reference more is ksmd's own. */
  page_count(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.folio_mapcount(me.folio) + 1 + folio.swapcache !== folio.ref >>> 0) return go.set_pte_back;
  },
  set_page_dirty(k, me) {
    if (me.pte_dirty === 1) k.folio(me.folio).dirty = 1;
  },
  set_pte_at(k, me) {
    k.restorePte(me.mm, me.page, me.folio, 0, 0);
  },
  protected(_k, me) {
    me.failed = 0;
  },
  page_vma_mapped_walk_done(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    me.pte_write = 0;
    me.pte_dirty = 0;
    me.anon_exclusive = 0;
  },
  out_mn: calls(Merge)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  write_protected: {
    local: (me, go) => {
      if (me.failed === 1) return go.unlock_page;
      return me.kpage === 0 ? go.set_page_stable_node : go.pages_identical;
    },
  },

  /** From here it is a KSM page: nobody's alone for ever, and dirty, so that reclaim would not just drop it. */
  set_page_stable_node(k, me, go) {
    const folio = k.folio(me.folio);
    folio.ksm = 1;
    folio.anon_vma = (1 << k.shape.mms) - 1;
    folio.dirty = 1;
    return go.unlock_page;
  },

  /** The page cannot change any more: it is compared once more, and replaced. */
  pages_identical(k, me, go) {
    if (k.page(me.folio).content === k.page(me.kpage).content) return;
    me.failed = 1;
    return go.unlock_page;
  },
  replace_page: calls(Merge)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  pte_same(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    me.failed = 1;
    if (pte.frame !== me.folio || pte.write === 1 || pte.dirty === 1) return go.out_replaced;
    pte.ptl = 1;
    me.failed = 0;
  },
  get_page(k, me) {
    k.folio(me.kpage).ref++;
  },
  page_add_anon_rmap(k, me) {
    k.page(me.kpage).mapcount++;
  },
  ptep_clear_replaced(k, me) {
    k.clearPte(me.mm, me.page);
  },
  flush_tlb_page_replaced(k, me) {
    k.flush(me.mm, me.page);
  },
  set_pte_at_notify(k, me) {
    k.restorePte(me.mm, me.page, me.kpage, 0, 0);
    // A new entry, of which no monitor hears: 6cce3314b928 tells of it.
    k.forgetTracking(me.mm, me.page);
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.folio);
  },
  try_to_free_swap(k, me) {
    if (k.page_mapcount(me.folio) === 0) k.try_to_free_swap(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  out_replaced: calls(Merge)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),

  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },

  /** Somebody else refers to it: as it was. */
  set_pte_back(k, me, go) {
    k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
    return go.page_vma_mapped_walk_done;
  },
});
