// v5.18: a write to a huge page counts references as one to a small page does, and no longer only mappings.
import { change } from '../../machine/index.js';
import { do_huge_pmd_wp_page } from '../../model/index.js';
import { commit } from '../commit.js';

export const huge_counts_references = change(do_huge_pmd_wp_page, edit =>
  edit
    .replace('reuse_swap_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.ref > 1 + (folio.swapcache << folio.order)) return go.unlock_page_fallback;
      k.try_to_free_swap(me.folio);
    })
    .rename('reuse_swap_page', 'page_count')
    .after('reuse_swap_page', {
      page_count_again(k, me, go) {
        if (k.folio(me.folio).ref !== 1) return go.unlock_page_fallback;
      },
    }),
);

export const c3bff7e3f1f16 = commit(
  {
    id: '3bff7e3f1f16',
    subject: 'mm/huge_memory: streamline COW logic in do_huge_pmd_wp_page()',
    since: 'v5.18',
    series: 'COW fixes part 1',
    says: 'Before, a huge page that nobody else maps was written to although somebody else still refers to it: the dirty vmsplice for THP.',
  },
  huge_counts_references,
);
