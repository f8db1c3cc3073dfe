// The frame of whoever makes a huge page of small ones.
import { record } from '../../machine/index.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO } from '../vma.js';

export const CollapseHuge = record('CollapseHuge', {
  /** The first page of the range, and how many follow it. */
  mm: MM,
  page: PAGE,
  more: PAGE,
  madvise: 1,
  /** Some entries are swap entries. */
  swapped: 1,
  /** Faulted in: an LRU batch of this CPU may hold a reference. */
  swapped_in: 1,
  new_page: FRAME,
  /** The page at hand, and that of the large folio whose entries it is one of. */
  nth: 4,
  folio: FRAME,
  writable: 1,
  error: ERRNO,
});
