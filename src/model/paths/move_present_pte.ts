// UFFDIO_MOVE: a page moves to another address of its process by request. Kernels before 6.8 do not know it.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';

/**
 * page, to: the addresses; the same one where only that it moves matters. more: pages after the first. folio: referenced, and locked where
 * `locked` says so.
 */
export const Relocate = record('Relocate', {
  mm: MM,
  page: PAGE,
  to: PAGE,
  more: PAGE,
  folio: FRAME,
  swap: SLOT,
  write: 1,
  dirty: 1,
  locked: 1,
  /** How a PMD goes: as a whole, or split first; 0: there is none. */
  pmd: 2,
  /** Some pages have been moved: that is no error any more. */
  moved: 1,
  error: ERRNO,
});

export const move_present_pte = path('mm/userfaultfd.c:move_present_pte() @v6.8', Relocate)({
  /** ioctl() answers EINVAL where the feature is not there. */
  userfaultfd_move(_k, me) {
    me.error = Errno.EINVAL;
    return done;
  },
});
