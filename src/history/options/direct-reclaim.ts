// An option: memory is short, so an allocation enters reclaim. A scenario that says how many frames there are gets it.
import { calls, change } from '../../machine/index.js';
import {
  __alloc_pages_direct_reclaim,
  Anonymous,
  Copy,
  do_anonymous_page,
  do_swap_page,
  SwapFault,
  wp_page_copy,
} from '../../model/index.js';
import { commit } from '../commit.js';

export const directReclaim = commit(
  {
    id: 'memory is short',
    subject: 'an allocation that finds no free frame reclaims',
    since: '-',
    says: 'Faults, and so pins, can find themselves in reclaim: of the very object they are for.',
  },
  change(do_anonymous_page, edit =>
    edit.before('alloc_zeroed_user_highpage_movable', {
      __alloc_pages_direct_reclaim: calls(Anonymous)(__alloc_pages_direct_reclaim, () => {}),
    }),
  ),
  change(do_swap_page, edit =>
    edit.before('swapcache_prepare', {
      __alloc_pages_direct_reclaim: calls(SwapFault)(__alloc_pages_direct_reclaim, () => {}),
    }),
  ),
  change(wp_page_copy, edit =>
    edit.before('alloc_page_vma', {
      __alloc_pages_direct_reclaim: calls(Copy)(__alloc_pages_direct_reclaim, () => {}),
    }),
  ),
);
