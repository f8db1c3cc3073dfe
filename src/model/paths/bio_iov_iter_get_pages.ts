// Direct I/O takes its pages: with FOLL_GET before 6.5, where no test for a pin can see them.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Gup, pin_user_pages_fast } from './pin_user_pages_fast.js';

export const bio_iov_iter_get_pages = path('block/bio.c:bio_iov_iter_get_pages() @v5.8', Gup)({
  iov_iter_get_pages: calls(Gup)(pin_user_pages_fast, (me, to) => {
    to.device = me.device;
    to.mm = me.mm;
    to.page = me.page;
    to.write = me.write;
    to.times = me.times;
    to.get = 1;
  }),
  out: { local: () => done },
});
