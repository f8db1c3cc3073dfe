// The part of 6c287605fd56 that is about migration: a pinned exclusive page gets no migration entry, and entries remember exclusiveness.
import { change } from '../../machine/index.js';
import { change_pte_range, remove_migration_ptes, set_pmd_migration_entry, try_to_migrate_one } from '../../model/index.js';

/** Clear the PTE, then look for a pin, as the unmap to swap does. */
export const migrate_refuses_pinned = change(try_to_migrate_one, edit =>
  edit
    .before('ptep_get_and_clear', {
      PageAnonExclusive(k, me) {
        me.anon_exclusive = k.page(me.folio).anon_exclusive;
      },
    })
    .aside('mmu_notifier_invalidate_range_end', {
      set_pte_back(k, me) {
        k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
        me.ret = 0;
      },
      page_vma_mapped_walk_done_refused(k, me) {
        k.pte(me.mm, me.page).ptl = 0;
        me.pte_write = 0;
        me.pte_dirty = 0;
        me.anon_exclusive = 0;
      },
    })
    .rename('set_pte_back', 'set_pte_at')
    .rename('page_vma_mapped_walk_done_refused', 'page_vma_mapped_walk_done')
    .before('set_pte_at', {
      page_try_share_anon_rmap(k, me, go) {
        if (me.anon_exclusive === 0) return;
        if (k.page_maybe_dma_pinned(me.folio)) return go.set_pte_back;
        k.page(me.folio).anon_exclusive = 0;
      },
    })
    .replace('set_pte_at', (k, me) => {
      k.setMigration(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write);
    }),
);

/** Invalidate the PMD, then look for a pin: the same for a huge page as a whole. */
export const pmd_refuses_pinned = change(set_pmd_migration_entry, edit =>
  edit
    .aside('spin_unlock', {
      set_pmd_back(k, me) {
        k.mapRange(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty, 1);
        me.ret = 0;
      },
    })
    .rename('set_pmd_back', 'set_pmd_at')
    .before('set_page_dirty', {
      page_try_share_anon_rmap(k, me, go) {
        me.anon_exclusive = k.page(me.folio).anon_exclusive;
        if (me.anon_exclusive === 0) return;
        if (k.page_maybe_dma_pinned(me.folio)) return go.set_pmd_back;
        for (let n = me.folio; n <= me.folio + me.more; n++) k.page(n).anon_exclusive = 0;
      },
    })
    .replace('set_pmd_at', (k, me) => {
      k.freezePmd(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write);
    }),
);

/** RMAP_EXCLUSIVE unless the entry is a plain readable one; the page is exclusive before the entry is there for GUP-fast to see. */
export const entries_remember_exclusive = change(remove_migration_ptes, edit =>
  edit
    .remove('page_add_anon_rmap')
    .before('set_pte_at', {
      page_add_anon_rmap_first(k, me) {
        const pte = k.pte(me.mm, me.page);
        const page = k.page(me.new);
        page.mapcount++;
        if (k.PageAnon(me.new) && (pte.migration_write === 1 || pte.migration_exclusive === 1)) page.anon_exclusive = 1;
      },
    })
    .rename('page_add_anon_rmap_first', 'page_add_anon_rmap')
    .replace('page_add_anon_rmap_pmd', (k, me) => {
      const pte = k.pte(me.mm, me.page);
      k.folio(me.new).entire_mapcount++;
      if (k.PageAnon(me.new) && (pte.migration_write === 1 || pte.migration_exclusive === 1))
        for (let n = me.new; n <= me.new + me.more; n++) k.page(n).anon_exclusive = 1;
    }),
);

/** mprotect() takes the write permission of an entry away, not what it says about others. */
export const mprotect_keeps_exclusive = change(change_pte_range, edit =>
  edit.before('ptep_modify_prot_commit', {
    make_readable_exclusive_migration_entry(k, me) {
      const pte = k.pte(me.mm, me.page);
      if (pte.migration_write === 1) pte.migration_exclusive = 1;
    },
  }),
);
