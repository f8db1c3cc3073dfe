// v5.19: fork takes its reference before it asks for pins, and asks only of anonymous pages.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { asked_before_wrprotect } from './f3c64eda3e50.js';

export const reference_before_question = change(asked_before_wrprotect.path, edit =>
  edit
    .aside('new_page', {
      put_page(k, me) {
        k.put(me.folio, 1);
      },
    })
    .before('copy_present_page', {
      get_page_first(k, me) {
        k.folio(me.folio).ref++;
      },
    })
    .rename('get_page_first', 'get_page')
    .remove('get_page')
    .replace('copy_present_page', (k, me, go) => {
      if (k.PageAnon(me.folio) && k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.put_page;
    })
    .rename('copy_present_page', 'page_try_dup_anon_rmap'),
);

export const fb3d824d1a46 = commit(
  {
    id: 'fb3d824d1a46',
    subject: 'mm/rmap: split page_dup_rmap() into page_dup_file_rmap() and page_try_dup_anon_rmap()',
    since: 'v5.19',
    series: 'COW fixes part 2',
    says: 'One reference more when fork counts, its own. A pinned file page of a private mapping is shared again and not copied.',
  },
  reference_before_question,
);
