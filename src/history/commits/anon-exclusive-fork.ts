// v5.19, the part of fork: only a page that is its process's alone can be pinned, so only such a page is asked, and it is nobody's after.
import { change } from '../../machine/index.js';
import { reference_before_question } from './fb3d824d1a46.js';

/** Of 6c287605fd56. */
export const fork_asks_exclusive = change(reference_before_question.path, edit =>
  edit
    .replace('copy_present_page', (k, me, go) => {
      if (k.page(me.folio).anon_exclusive === 0) return;
      if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.put_page;
    })
    .after('copy_present_page', {
      ClearPageAnonExclusive(k, me) {
        k.page(me.folio).anon_exclusive = 0;
      },
    })
    .replace('make_migration_entry_read', (k, me) => {
      if (!k.is_cow_mapping(me.mm, me.page)) return;
      const pte = k.pte(me.mm, me.page);
      pte.migration_write = 0;
      pte.migration_exclusive = 0;
    })
    .replace('page_add_new_anon_rmap', (k, me) => {
      const page = k.page(me.prealloc);
      page.mapcount = 1;
      page.anon_exclusive = 1;
    }),
);

/** Of 1493a1913e34: what is in swap is shared from now on, too. */
export const fork_shares_swap_entries = change(fork_asks_exclusive.path, edit =>
  edit.after('swap_duplicate', {
    pte_swp_clear_exclusive(k, me) {
      k.pte(me.mm, me.page).swap_exclusive = 0;
    },
  }),
);
