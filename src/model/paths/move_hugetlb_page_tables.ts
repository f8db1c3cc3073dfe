// mremap() of hugetlbfs, which kernels before v5.16 refuse. Entered with the mmap lock held for writing.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';

export const HugetlbMove = record('HugetlbMove', { mm: MM, page: PAGE, folio: FRAME, write: 1, dirty: 1 });

export const move_hugetlb_page_tables = path('mm/hugetlb.c:move_hugetlb_page_tables() @v5.16', HugetlbMove)({
  /** mm/mremap.c:vma_to_resize() answers EINVAL. */
  vma_to_resize() {
    return done;
  },
});
