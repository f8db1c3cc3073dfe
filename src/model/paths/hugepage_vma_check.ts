// MADV_COLLAPSE of hugetlbfs is refused: its pages are huge already (VM_NO_KHUGEPAGED). Kernels before v6.1 do not know the advice.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';

export const HugetlbCollapse = record('HugetlbCollapse', { mm: MM, error: ERRNO });

export const hugepage_vma_check = path('mm/huge_memory.c:hugepage_vma_check() @v6.1', HugetlbCollapse)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  VM_NO_KHUGEPAGED(k, me) {
    me.error = Errno.EINVAL;
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
