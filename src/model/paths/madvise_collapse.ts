// MADV_COLLAPSE: the process wants a huge page, now. Kernels before v6.1 do not know it.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Errno } from '../vma.js';
import { Collapse } from './khugepaged_scan_pmd.js';

export const madvise_collapse = path('mm/khugepaged.c:madvise_collapse() @v6.1', Collapse)({
  /** madvise() answers EINVAL where the advice is unknown. */
  madvise_behavior_valid(_k, me) {
    me.error = Errno.EINVAL;
    return done;
  },
});
