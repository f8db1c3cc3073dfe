// v5.14: after a copy the old page leaves the swap cache if nobody else maps it.
import { change } from '../../machine/index.js';
import { wp_page_copy } from '../../model/index.js';
import { commit } from '../commit.js';

export const f4c4a3f48480 = commit(
  {
    id: 'f4c4a3f48480',
    subject: 'mm: free idle swap cache page after COW',
    since: 'v5.14',
    says: 'The page that was copied away does not linger in the swap cache.',
  },
  change(wp_page_copy, edit =>
    edit.before('put_page', {
      free_swap_cache(k, me) {
        if (me.old_page === 0) return;
        const folio = k.folio(me.old_page);
        if (folio.swapcache === 1 && k.page_mapcount(me.old_page) === 0 && folio.locked === 0) k.try_to_free_swap(me.old_page);
      },
    }),
  ),
);
