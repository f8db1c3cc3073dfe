// v5.18: PG_mlocked follows the mappings: it is set when a locked mapping gets the page, without the page lock.
import { change } from '../../machine/index.js';
import { do_swap_page, populate_vma_page_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const cea86fe246b6 = commit(
  {
    id: 'cea86fe246b6',
    subject: 'mm/munlock: rmap call mlock_vma_page() munlock_vma_page()',
    since: 'v5.18',
    says: 'A page is mlocked as soon as a locked mapping has it: no reclaim has to find out, and no page lock can be missed.',
  },
  change(populate_vma_page_range, edit =>
    edit
      .replace('mlock_vma_page', (k, me) => {
        if (me.lock === 1 && k.PageAnon(me.folio)) k.folio(me.folio).mlocked = 1;
      })
      .rename('mlock_vma_page', 'mlock_pte_range'),
  ),
  change(do_swap_page, edit =>
    edit.after('do_page_add_anon_rmap', {
      mlock_vma_page(k, me) {
        if (k.vma(me.mm, me.page).locked === 1) k.folio(me.folio).mlocked = 1;
      },
    }),
  ),
);
