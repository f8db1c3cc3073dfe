// v5.9: fork asks for pins first and write-protects afterwards: the order that was to stop fast GUP needed barriers and had none.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { early_copy } from './70e806e4e645.js';

export const asked_before_wrprotect = change(early_copy.path, edit =>
  edit
    .replace('copy_present_page', (k, me, go) => {
      if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.new_page;
    })
    .remove('pte_mkwrite')
    .remove('ptep_set_wrprotect')
    .after('page_dup_rmap', {
      ptep_set_wrprotect_late(k, me) {
        if (me.pte_write === 0 || !k.is_cow_mapping(me.mm, me.page)) return;
        k.keepStale(me.mm, me.page);
        k.pte(me.mm, me.page).write = 0;
      },
    })
    .rename('ptep_set_wrprotect_late', 'ptep_set_wrprotect'),
);

export const f3c64eda3e50 = commit(
  {
    id: 'f3c64eda3e50',
    subject: 'mm: avoid early COW write protect games during fork()',
    since: 'v5.9',
    says:
      'Between the question for pins and the write protection fast GUP may pin a page that is then shared, until ' +
      '57efa1fe5957. What the barriers of the other order would have cost is not decided here.',
  },
  asked_before_wrprotect,
);
