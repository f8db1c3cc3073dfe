// v6.5: the zero page is never really pinned: it goes nowhere, and everybody's pins on one page would make its count run over.
import { change } from '../../machine/index.js';
import { pin_user_pages_fast, ZERO_PAGE } from '../../model/index.js';
import { commit } from '../commit.js';

export const zero_page_is_not_counted = change(pin_user_pages_fast, edit =>
  edit.before('try_grab_page', {
    is_zero_page(k, me, go) {
      if (me.get === 1 || me.folio !== ZERO_PAGE) return;
      k.pinned(me.device, me.page, me.folio, me.get, me.write, 0);
      return go.pte_unmap_unlock;
    },
  }),
);

export const c8070b787519 = commit(
  {
    id: 'c8070b787519',
    subject: 'mm: Don\'t pin ZERO_PAGE in pin_user_pages()',
    since: 'v6.5',
    says: 'FOLL_PIN of the zero page returns it and counts nothing. Also in 6.1.130. FOLL_GET counts as before.',
  },
  zero_page_is_not_counted,
);
