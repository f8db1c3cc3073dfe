// The part of 6c287605fd56 that is about huge pages: what a PMD maps is exclusive as a whole, and a pinned one is not frozen.
import { change } from '../../machine/index.js';
import { __split_huge_pmd, do_huge_pmd_anonymous_page, split_huge_page_to_list } from '../../model/index.js';
import { huge_counts_references } from './3bff7e3f1f16.js';
import { huge_pinned_is_split } from './d042035eaf5f.js';

export const new_folios_are_exclusive = change(do_huge_pmd_anonymous_page, edit =>
  edit.after('page_add_new_anon_rmap', {
    SetPageAnonExclusive(k, me) {
      for (let n = me.folio; n <= k.lastOf(me.folio); n++) k.page(n).anon_exclusive = 1;
    },
  }),
);

/** The PMD is gone; is the folio pinned? Then only the PMD is split, and try_to_migrate_one() refuses page by page. */
export const freeze_refuses_pinned = change(__split_huge_pmd, edit =>
  edit.after('SetPageDirty', {
    page_try_share_anon_rmap(k, me) {
      me.anon_exclusive = k.page(me.folio).anon_exclusive;
      if (me.freeze === 0 || me.anon_exclusive === 0) return;
      if (k.page_maybe_dma_pinned(me.folio)) me.freeze = 0;
      else for (let n = me.folio; n <= me.folio + me.more; n++) k.page(n).anon_exclusive = 0;
    },
  }),
);

/** A huge page known to be ours is written to, whoever refers to it. Unsharing needs no write bit. */
export const huge_exclusive_is_reused = change(huge_counts_references.path, edit =>
  edit
    .before('trylock_page', {
      PageAnonExclusive(k, me, go) {
        if (k.page(me.folio).anon_exclusive === 1) return go.pmdp_set_access_flags;
      },
    })
    .before('unlock_page', {
      SetPageAnonExclusive(k, me) {
        for (let n = me.folio; n <= k.lastOf(me.folio); n++) k.page(n).anon_exclusive = 1;
      },
    })
    .before('pmdp_set_access_flags', {
      FAULT_FLAG_UNSHARE(_k, me, go) {
        if (me.unshare === 1) return go.spin_unlock;
      },
    }),
);

/** page_try_dup_anon_rmap(): only what is exclusive is asked, and it is nobody's after. */
export const huge_fork_asks_exclusive = change(huge_pinned_is_split.path, edit =>
  edit
    .replace('page_maybe_dma_pinned', (k, me, go) => {
      if (k.page(me.folio).anon_exclusive === 0) return;
      if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.spin_unlock_pinned;
    })
    .after('page_maybe_dma_pinned', {
      ClearPageAnonExclusive(k, me) {
        for (let n = me.folio; n <= k.lastOf(me.folio); n++) k.page(n).anon_exclusive = 0;
      },
    }),
);

/** unmap_page() no longer asserts that nothing is mapped: a page that refused its migration entry still is, and the count says so. */
export const split_may_find_pages_mapped = change(split_huge_page_to_list, edit =>
  edit.replace('unmap_success', { local: () => {} }).remove('VM_BUG_ON_PAGE'),
);
