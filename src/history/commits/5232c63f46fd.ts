// v5.18: every compound page counts its pins exactly, those of two pages too.
import { change } from '../../machine/index.js';
import { do_huge_pmd_anonymous_page, filemap_fault } from '../../model/index.js';
import { commit } from '../commit.js';

export const c5232c63f46fd = commit(
  {
    id: '5232c63f46fd',
    subject: 'mm: Make compound_pincount always available',
    since: 'v5.18',
    says: 'The count moves to the first tail page, which a folio of two pages has: its pins are no longer 1024 references each.',
  },
  change(do_huge_pmd_anonymous_page, (edit) =>
    edit.replace('prep_compound_page', (k, me) => {
      k.page(me.folio).counts_pins = 1;
    }),
  ),
  change(filemap_fault, edit =>
    edit.replace('prep_compound_page', (k, me, go) => {
      k.folio(me.folio).counts_pins = 1;
      return go.add_to_page_cache_lru;
    }),
  ),
);
