// An option named in the discussion of January 2018: whoever marks a pinned page dirty asks the file system first, as a write fault does.
import { change, wait } from '../../machine/index.js';
import { unpin_user_page } from '../../model/index.js';
import { commit } from '../commit.js';

export const dirtyFault = commit(
  {
    id: 'dirty-fault',
    subject: 'simulate a write fault in set_page_dirty_lock()',
    since: '-',
    says:
      '->page_mkwrite runs before the page is marked dirty: buffers are attached, room is reserved, stable pages are waited for. ' +
      'The device has written by then.',
  },
  change(unpin_user_page, edit =>
    edit.after('lock_page', {
      simulated_page_mkwrite(k, me) {
        const folio = k.folio(me.folio);
        if (folio.mapping === 0 || !k.tracksDirty(folio.page - 1)) return;
        if (folio.writeback === 1 && k.stable(folio.page - 1)) return wait;
        k.prepare(me.folio);
      },
    }),
  ),
);
