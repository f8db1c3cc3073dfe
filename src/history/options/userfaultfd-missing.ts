// An option: somebody has registered a userfaultfd for missing pages. A fault where nothing is sleeps until a monitor has put a page there;
// a scenario that registers gets it.
import { asleep, change, wait } from '../../machine/index.js';
import { handle_pte_fault } from '../../model/index.js';
import { commit } from '../commit.js';

export const userfaultfdMissing = commit(
  {
    id: 'userfaultfd missing',
    subject: 'a fault on an address without a page is handed to a monitor',
    since: '-',
    says: 'do_anonymous_page() lets all locks go and sleeps; UFFDIO_COPY brings the page. Reads are meant, too: there is no zero page.',
  },
  change(handle_pte_fault, edit =>
    edit
      .aside('mmap_read_lock', {
        /** The locks are let go, and nobody holds anything while the monitor thinks. */
        handle_userfault_missing(k, me) {
          k.mmap_read_unlock(me.mm);
        },
        userfaultfd_must_wait_missing: asleep((k, me) =>
          k.vma(me.mm, me.page).uffd_missing === 1 && k.pte_none(me.mm, me.page) ? wait : undefined,
        ),
      })
      .rename('handle_userfault_missing', 'handle_userfault')
      .before('do_anonymous_page', {
        userfaultfd_missing(k, me, go) {
          if (k.vma(me.mm, me.page).uffd_missing === 1) return go.handle_userfault_missing;
        },
      }),
  ),
);
