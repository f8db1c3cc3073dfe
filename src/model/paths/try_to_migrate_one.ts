// Replaces one mapping of a page by a migration entry: what try_to_unmap_one() did with TTU_MIGRATION before v5.14.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { set_pmd_migration_entry } from './set_pmd_migration_entry.js';
import { UnmapOne } from './unmap_one.js';

export const try_to_migrate_one = path('mm/rmap.c:try_to_migrate_one() @v5.15', UnmapOne)({
  split_huge_pmd_address: calls(UnmapOne)(
    [__split_huge_pmd],
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
      to.only = me.folio;
      to.freeze = 1;
    },
    (me, got) => {
      me.revoked = got.revoked;
      if (got.frozen === 1) me.cleared = 1;
    },
    me => me.split_pmd - 1,
  ),
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
  /** ptep_clear_flush(): from here GUP-fast fails its recheck, and after the next step no CPU has an entry. */
  ptep_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.pte_write = pte.write;
    me.pte_dirty = pte.dirty;
    k.clearPte(me.mm, me.page);
  },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page);
  },
  set_page_dirty(k, me) {
    if (me.pte_dirty === 1) k.set_page_dirty(me.folio);
  },
  /** Whoever meets the entry waits for the page lock. */
  set_pte_at(k, me) {
    k.setMigration(me.mm, me.page, me.folio, me.pte_write);
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.cleared = 1;
  },
  page_vma_mapped_walk_done(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    me.pte_write = 0;
    me.pte_dirty = 0;
    me.anon_exclusive = 0;
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
});
