// mremap(MREMAP_DONTUNMAP) of hugetlbfs is refused: its mappings do not grow, and this flag wants one that could.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';

export const HugetlbResize = record('HugetlbResize', { mm: MM, error: ERRNO });

export const vma_to_resize = path('mm/mremap.c:vma_to_resize() @v5.8', HugetlbResize)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  /** VM_DONTEXPAND since v5.13; before, because it is not anonymous. */
  VM_DONTEXPAND(k, me) {
    me.error = Errno.EINVAL;
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
