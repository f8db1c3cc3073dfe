// The pool is empty, and the process that made a private mapping has to copy: its children lose the page, and SIGBUS if they touch it.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { unmap_hugepage_range } from './unmap_hugepage_range.js';

/** other: the process whose VMA is at hand; next: the one after it, which counts to one past the last. */
export const RefPrivate = record('RefPrivate', { mm: MM, page: PAGE, old_page: FRAME, other: MM, next: 3 });

export const unmap_ref_private = path('mm/hugetlb.c:unmap_ref_private() @v5.8', RefPrivate)({
  /** All VMAs of the file but this one, shared ones, and those that have reserves of their own. */
  vma_interval_tree_foreach(k, me) {
    const mms = k.i_mmap(me.page);
    let { next } = me;
    for (; next < k.shape.mms; next++) {
      const vma = k.vma(next, me.page);
      if ((mms >>> next) & 1 && next !== me.mm && vma.shared === 0 && vma.resv_owner === 0) break;
    }
    if (next >= k.shape.mms) return done;
    me.other = next;
    me.next = next + 1;
  },
  unmap_hugepage_range: calls(RefPrivate)(unmap_hugepage_range, (me, to) => {
    to.mm = me.other;
    to.page = me.page;
    to.ref_page = me.old_page;
  }),
  next_vma: { local: (_me, go) => go.vma_interval_tree_foreach },
});
