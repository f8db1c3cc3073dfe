// Unmaps a page of hugetlbfs in one mapping, for those who do not come from munmap() or madvise().
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { __unmap_hugepage_range, HugetlbZap } from './__unmap_hugepage_range.js';

export const unmap_hugepage_range = path('mm/hugetlb.c:unmap_hugepage_range() @v5.8', HugetlbZap)({
  __unmap_hugepage_range: calls(HugetlbZap)(__unmap_hugepage_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.ref_page = me.ref_page;
  }),
  out: { local: () => done },
});
