// v5.19: swapoff keeps what a swap entry knows beside its slot.
import { calls, change } from '../../machine/index.js';
import { do_swap_page, try_to_unuse, Unuse } from '../../model/index.js';
import { commit } from '../commit.js';

export const c14a762dd1977 = commit(
  {
    id: '14a762dd1977',
    subject: 'mm/swapfile: fix lost swap bits in unuse_pte()',
    since: 'v5.19',
    says: 'A page that userfaultfd has write-protected is still protected when swapoff has brought it back.',
  },
  change(try_to_unuse, edit =>
    edit.replace(
      'unuse_pte',
      calls(Unuse)(do_swap_page, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
        to.orig_swap = me.slot;
        to.exclusive = me.exclusive;
        to.unuse = 2;
        me.slot = 0;
        me.exclusive = 0;
      }),
    ),
  ),
);
