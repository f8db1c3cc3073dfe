// munmap() or mprotect() of a part of a huge page of hugetlbfs: its mapping cannot be cut there, and nothing happens.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';

export const HugetlbSplit = record('HugetlbSplit', { mm: MM, error: ERRNO });

export const hugetlb_vm_op_split = path('mm/hugetlb.c:hugetlb_vm_op_split() @v5.8', HugetlbSplit)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  /** __split_vma() asks the mapping before it changes anything. */
  huge_page_mask(k, me) {
    me.error = Errno.EINVAL;
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
