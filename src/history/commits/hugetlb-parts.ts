// What commits that are about all anonymous pages do to those of hugetlbfs: a98a2f0c8ce1, 6c287605fd56, c89357e27f20.
import { calls, change, done } from '../../machine/index.js';
import {
  hugetlb_change_protection,
  hugetlb_cow,
  hugetlb_fault,
  hugetlb_no_page,
  Migration,
  try_to_migrate,
  unmap_and_move_huge_page,
} from '../../model/index.js';
import { pinned_is_copied } from './hugetlb.js';

/** Of a98a2f0c8ce1. */
export const huge_page_migrates = change(unmap_and_move_huge_page, edit =>
  edit
    .replace(
      'try_to_unmap',
      calls(Migration)(
        try_to_migrate,
        (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
        },
        (me, got) => {
          me.unmapped = got.unmapped;
          me.revoked = got.revoked;
        },
      ),
    )
    .rename('try_to_unmap', 'try_to_migrate'),
);

/** Of 6c287605fd56, and so are the next three: hugepage_add_new_anon_rmap(). */
export const huge_pages_are_exclusive = change(hugetlb_no_page, edit =>
  edit.replace('page_dup_rmap', (k, me) => {
    const page = k.page(me.folio);
    page.mapcount++;
    if (me.anon === 1) page.anon_exclusive = 1;
  }),
);

/** The copy is exclusive before an entry shows it to the fast walk. */
export const huge_copies_are_exclusive = change(hugetlb_cow, edit =>
  edit
    .remove('page_remove_rmap')
    .remove('hugepage_add_new_anon_rmap')
    .before('set_huge_pte_at', {
      page_remove_rmap_first(k, me) {
        k.page_remove_rmap(me.old_page);
      },
      hugepage_add_new_anon_rmap_first(k, me) {
        const page = k.page(me.new_page);
        page.mapcount = 1;
        page.anon_exclusive = 1;
      },
    })
    .rename('page_remove_rmap_first', 'page_remove_rmap')
    .rename('hugepage_add_new_anon_rmap_first', 'hugepage_add_new_anon_rmap')
    .replace('page_move_anon_rmap', (k, me) => {
      k.page(me.old_page).anon_exclusive = 1;
      k.folio(me.old_page).anon_vma = k.anonVma(me.mm, me.page);
    }),
);

/** page_try_dup_anon_rmap(): only what is exclusive is asked, and it is nobody's after. */
export const huge_fork_clears_exclusive = change(pinned_is_copied.path, edit =>
  edit
    .replace('page_needs_cow_for_dma', (k, me, go) => {
      if (k.page(me.folio).anon_exclusive === 0) return;
      if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.spin_unlock_copy;
    })
    .rename('page_needs_cow_for_dma', 'page_try_dup_anon_rmap')
    .after('page_needs_cow_for_dma', {
      ClearPageAnonExclusive(k, me) {
        k.page(me.folio).anon_exclusive = 0;
      },
    })
    .replace('make_migration_entry_read', (k, me) => {
      if (me.cow === 0) return;
      const pte = k.pte(me.mm, me.page);
      pte.migration_write = 0;
      pte.migration_exclusive = 0;
    })
    .replace('hugepage_add_new_anon_rmap', (k, me) => {
      const page = k.page(me.new);
      page.mapcount = 1;
      page.anon_exclusive = 1;
    }),
);

export const huge_entries_stay_exclusive = change(hugetlb_change_protection, edit =>
  edit.before('huge_ptep_modify_prot_commit', {
    make_readable_exclusive_migration_entry(k, me) {
      const pte = k.pte(me.mm, me.page);
      if (pte.migration_write === 1 && k.vma(me.mm, me.page).shared === 0) pte.migration_exclusive = 1;
    },
  }),
);

/** Of c89357e27f20: a fault that makes the page exclusive and not writable. */
export const huge_page_unshares = change(hugetlb_fault, edit =>
  edit.replace('get_page', (k, me, go) => {
    k.folio(me.folio).ref++;
    if ((me.write === 1 || me.unshare === 1) && me.pte_write === 0) return go.hugetlb_cow;
  }),
);

export const huge_copy_for_unsharing = change(huge_copies_are_exclusive.path, edit =>
  edit
    .before('set_huge_ptep_writable', {
      FAULT_FLAG_UNSHARE(_k, me) {
        if (me.unshare === 1) return done;
      },
    })
    .replace('set_huge_pte_at', (k, me) => {
      const pte = k.pte(me.mm, me.page);
      pte.frame = me.new_page;
      pte.write = me.unshare === 0 && k.allows(me.mm, me.page, 1) ? 1 : 0;
      pte.dirty = me.unshare === 1 ? 0 : 1;
      if (me.unshare === 0) k.forgetTracking(me.mm, me.page);
      k.copiedFrom(me.mm, me.page, me.old_page, me.new_page);
    }),
);
