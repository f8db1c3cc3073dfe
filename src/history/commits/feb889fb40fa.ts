// v5.11: reclaim does not put a page that looks pinned into the swap cache. A page that is there already is not asked.
import { change } from '../../machine/index.js';
import { shrink_page_list } from '../../model/index.js';
import { commit } from '../commit.js';

export const keep_out_of_swap_cache = change(shrink_page_list, (edit) =>
  edit.before('PageTransHuge', {
    page_maybe_dma_pinned(k, me, go) {
      if (k.page_maybe_dma_pinned(me.folio)) return go.keep_locked;
    },
  }),
);

export const feb889fb40fa = commit(
  {
    id: 'feb889fb40fa',
    subject: "mm: don't put pinned pages into the swap cache",
    since: 'v5.11',
    says: 'An anonymous page outside the swap cache that looks pinned is kept, before it is unmapped. Also in 5.10.9.',
  },
  keep_out_of_swap_cache,
);
