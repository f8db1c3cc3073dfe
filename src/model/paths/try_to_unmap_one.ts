// Takes one mapping of a page away. In 5.8 reclaim, migration, the THP split and memory failure all come through here.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { set_pmd_migration_entry } from './set_pmd_migration_entry.js';
import { UnmapOne } from './unmap_one.js';

export const try_to_unmap_one = path('mm/rmap.c:try_to_unmap_one() @v5.8', UnmapOne)({
  split_huge_pmd_address: calls(UnmapOne)(
    [__split_huge_pmd],
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
      to.only = me.folio;
      to.freeze = me.migration;
    },
    (me, got) => {
      me.revoked = got.revoked;
      if (got.frozen === 1) me.cleared = 1;
    },
    (me) => me.split_pmd - 1,
  ),
  /** Clients hear of it first: an i915 has stopped by now, even if the unmap is given up below. */
  mmu_notifier_invalidate_range_start: calls(UnmapOne)(
    mmu_notifier_invalidate_range_start,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      if (got.revoked === 1) me.revoked = 1;
    },
  ),

  page_vma_mapped_walk(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio) return go.next_pte;
    if (pte.pmd === 1) return k.pmd_trylock(me.mm, me.page) ? go.set_pmd_migration_entry : wait;
    pte.ptl = 1;
  },
  /** VM_LOCKED: the page is found to be mlocked here if nobody knew. */
  mlock_vma_page(k, me, go) {
    if (me.migration === 1 || me.ignore_mlock === 1) return;
    if (k.vma(me.mm, me.page).locked === 0) return me.munlock === 1 ? go.page_vma_mapped_walk_done : undefined;
    k.folio(me.folio).mlocked = 1;
    me.ret = 0;
    return go.page_vma_mapped_walk_done;
  },
  /** From here GUP-fast fails its recheck; a CPU may use its stale entry until the flush, which reclaim defers. */
  ptep_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.pte_write = pte.write;
    me.pte_dirty = pte.dirty;
    k.clearPte(me.mm, me.page);
  },
  should_defer_flush: { local: (me, go) => (me.migration === 1 || me.flush === 1 ? go.flush_tlb_page : go.set_page_dirty) },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page);
  },
  /** The dirty bit moves to the page now that the entry is gone. A poisoned page is found by its flag, in the same word. */
  set_page_dirty(k, me, go) {
    if (me.pte_dirty === 1) k.set_page_dirty(me.folio);
    if (k.page(me.folio).hwpoison === 1 && me.ignore_hwpoison === 0) return go.make_hwpoison_entry;
  },
  TTU_MIGRATION: { local: (me, go) => (me.migration === 1 ? go.make_migration_entry : go.lazyfree) },
  /** A file's page leaves nothing behind. MADV_FREE: a clean page is dropped without a trace, pinned or not. */
  lazyfree(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.file === 1) return go.page_remove_rmap;
    if (folio.swapbacked === 1) return;
    if (folio.dirty === 0) return go.page_remove_rmap;
    return go.lazyfree_redirtied;
  },
  swap_duplicate(k, me) {
    k.slot(k.slotOf(me.folio)).map++;
  },
  set_pte_at(k, me) {
    k.pte(me.mm, me.page).swap = k.slotOf(me.folio);
  },
  page_remove_rmap(k, me) {
    if (k.pte_none(me.mm, me.page)) k.forgetTracking(me.mm, me.page);
    k.page_remove_rmap(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.cleared = 1;
  },
  page_vma_mapped_walk_done(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    me.pte_write = 0;
    me.pte_dirty = 0;
    me.anon_exclusive = 0;
    if (me.ret === 0) return go.mmu_notifier_invalidate_range_end;
  },
  /** The next page of the folio that may be mapped in this VMA. */
  next_pte: {
    local: (me, go) => {
      if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
      me.page++;
      me.folio++;
      me.more--;
      return go.page_vma_mapped_walk;
    },
  },
  mmu_notifier_invalidate_range_end: calls(UnmapOne)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  /** A huge page that is not to be split moves as it is. */
  set_pmd_migration_entry: calls(UnmapOne)(
    set_pmd_migration_entry,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
      to.folio = me.folio;
      to.ret = 1;
    },
    (me, got) => {
      me.ret = got.ret;
      if (got.cleared === 1) me.cleared = 1;
    },
  ),
  pmd_done: { local: (_me, go) => go.mmu_notifier_invalidate_range_end },

  /** Before anything is asked about migration, swap, lazyfree or pins: nobody shall read this page again. */
  make_hwpoison_entry(k, me, go) {
    k.pte(me.mm, me.page).hwpoison = me.folio;
    return go.page_remove_rmap;
  },
  /** Whoever meets the entry waits for the page lock. Nobody has asked whether the page is pinned. */
  make_migration_entry(k, me, go) {
    k.setMigration(me.mm, me.page, me.folio, me.pte_write);
    return go.page_remove_rmap;
  },

  /** Redirtied since MADV_FREE: mapped back, and an ordinary page again. */
  lazyfree_redirtied(k, me) {
    k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
  },
  SetPageSwapBacked(k, me, go) {
    k.folio(me.folio).swapbacked = 1;
    me.ret = 0;
    return go.page_vma_mapped_walk_done;
  },
});
