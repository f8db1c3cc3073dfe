// io_uring registers a buffer in a mapping of a file: it does not want one whose pages are written back.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Gup, pin_user_pages_fast } from './pin_user_pages_fast.js';

export const io_pin_pages = path('fs/io_uring.c:io_sqe_buffer_register() @v5.8', Gup)({
  /** -EOPNOTSUPP for any mapping of a file but tmpfs and hugetlb, private ones too. The kernel looks after it has pinned, and unpins. */
  vm_file(k, me) {
    if (k.tracksDirty(me.page)) return done;
  },
  pin_user_pages: calls(Gup)(pin_user_pages_fast, (me, to) => {
    to.device = me.device;
    to.mm = me.mm;
    to.page = me.page;
    to.write = me.write;
    to.fast_only = me.fast_only;
    to.longterm = me.longterm;
    to.times = me.times;
  }),
  out: { local: () => done },
});
