// The conversion of the users from get_user_pages() to pin_user_pages(), as a switch: all of them done, or none.
import { change } from '../../machine/index.js';
import { pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

/** "Once the users call pin_user_pages()": direct I/O, vmsplice, sockets. */
export const allPin = commit(
  {
    id: 'all-pin',
    subject: 'every user of get_user_pages() that touches the data is converted to pin_user_pages()',
    since: '-',
    says: 'Each reference that a device takes is FOLL_PIN, direct I/O, vmsplice and MSG_ZEROCOPY too: any test for pins sees it.',
  },
  change(pin_user_pages_fast, edit =>
    edit.before('should_force_cow_break', {
      all_pin(_k, me) {
        me.get = 0;
      },
    }),
  ),
);

export const allGet = commit(
  {
    id: 'all-get',
    subject: 'no user is converted: every reference is FOLL_GET, as before v5.6',
    since: '-',
    says: 'RDMA, io_uring and vfio take FOLL_GET as well: no test for pins sees anybody.',
  },
  change(pin_user_pages_fast, edit =>
    edit.before('should_force_cow_break', {
      all_get(_k, me) {
        me.get = 1;
      },
    }),
  ),
);
