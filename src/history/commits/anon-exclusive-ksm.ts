// PG_anon_exclusive and KSM: a page that is merged is nobody's alone, and one that looks pinned stays exclusive, hence unmerged.
import { change } from '../../machine/index.js';
import { try_to_merge_one_page } from '../../model/index.js';

export const merging_clears_exclusive = change(try_to_merge_one_page, edit =>
  edit.before('set_page_dirty', {
    /** The PTE is clear: whoever pins now finds the entry changed. */
    page_try_share_anon_rmap(k, me, go) {
      if (me.anon_exclusive === 0) return;
      if (k.page_maybe_dma_pinned(me.folio)) return go.set_pte_back;
      k.page(me.folio).anon_exclusive = 0;
    },
  }),
);
