// v6.15: a page of a large folio is written to where it is, if nobody but this process maps the folio, and nobody refers to it.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { unshared_stays_read_only } from './anon-exclusive.js';

const large_folio_is_reused = change(unshared_stays_read_only.path, edit =>
  edit.before('page_count_hopeless', {
    /** Every mapping has a reference: are there no others, and are they all in this process's page tables? */
    __wp_can_reuse_large_anon_folio(k, me, go) {
      if (k.folio(me.folio).order === 0) return;
      // The last page that is mapped is copied, so that the folio can be freed.
      const mapcount = k.folio_mapcount(me.folio);
      if (mapcount <= 1 || mapcount !== k.folio(me.folio).ref || k.mappedElsewhere(me.mm, me.folio)) return go.copy;
      k.page(me.folio).anon_exclusive = 1;
      return go.wp_page_reuse;
    },
  }),
);

export const c1da190f4d0a6 = commit(
  {
    id: '1da190f4d0a6',
    subject: 'mm: Copy-on-Write (COW) reuse support for PTE-mapped THP',
    since: 'v6.15',
    says: 'A large folio that a child has left is the process\'s own again: a write takes its pages one by one, without a copy.',
  },
  large_folio_is_reused,
);
