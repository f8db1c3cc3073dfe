// v5.9: fork does not share a huge page that looks pinned: the PMD is split, and its pages are looked at one by one.
import { change } from '../../machine/index.js';
import { copy_huge_pmd } from '../../model/index.js';
import { commit } from '../commit.js';

export const huge_pinned_is_split = change(copy_huge_pmd, edit =>
  edit.before('get_page', {
    page_maybe_dma_pinned(k, me, go) {
      if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.spin_unlock_pinned;
    },
  }),
);

export const d042035eaf5f = commit(
  {
    id: 'd042035eaf5f',
    subject: 'mm/thp: Split huge pmds/puds if they\'re pinned when fork()',
    since: 'v5.9',
    says: 'A huge page that looks pinned is not shared whole; each of its pages is then copied for the child: they share a count.',
  },
  huge_pinned_is_split,
);
