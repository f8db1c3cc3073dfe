// v6.2: reclaim cannot write a page of ext4 any more; that is the flusher's work.
import { change } from '../../machine/index.js';
import { shrink_page_list } from '../../model/index.js';
import { commit } from '../commit.js';

export const dae999602eeb = commit(
  {
    id: 'dae999602eeb',
    subject: 'ext4: stop providing .writepage hook',
    since: 'v6.2',
    says:
      'pageout() has nothing to call (PAGE_ACTIVATE) and leaves a dirty page of ext4 alone. Before, it unlocked the page while it was ' +
      'written, and went on afterwards without looking for a pin again.',
  },
  change(shrink_page_list, edit =>
    edit.before('clear_page_dirty_for_io', {
      a_ops_writepage(k, me, go) {
        const { mapping, swapbacked } = k.folio(me.folio);
        if (mapping === 1 && swapbacked === 0 && k.ext4(me.page)) return go.activate_locked;
      },
    }),
  ),
);
