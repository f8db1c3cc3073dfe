// v5.9: do_wp_page() asks for the only reference instead of the only mapping. Every pin now makes a read-only page look shared.
import { change } from '../../machine/index.js';
import { do_wp_page } from '../../model/index.js';
import { commit } from '../commit.js';

export const do_wp_page_simplified = change(do_wp_page, (edit) =>
  edit
    .before('trylock_page', {
      page_count(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.ksm === 1 || folio.ref !== 1) return go.copy;
      },
    })
    .replace('trylock_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.locked === 1) return go.copy;
      folio.locked = 1;
      return go.reuse_swap_page;
    })
    .remove('get_page_and_wait')
    .remove('pte_unmap_unlock_and_wait')
    .remove('lock_page')
    .remove('pte_same')
    .remove('put_page_after_wait')
    .remove('lost_race')
    .remove('put_page_lost')
    .replace('reuse_swap_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (k.page_mapcount(me.folio) !== 1 || folio.ref !== 1) return go.unlock_page_and_copy;
    })
    .remove('page_move_anon_rmap')
    .rename('reuse_swap_page', 'page_mapcount_and_count'),
);

export const c09854ba94c6a = commit(
  {
    id: '09854ba94c6a',
    subject: 'mm: do_wp_page() simplification',
    since: 'v5.9',
    says:
      'A write to a read-only anonymous page reuses it only if its reference count is 1. A pin, the swap cache or an ' +
      'LRU batch makes it copy.',
  },
  do_wp_page_simplified,
);
