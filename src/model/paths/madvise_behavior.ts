// madvise() of what a fork shall do with a mapping: MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK. Only the mapping changes.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { split_vma } from './split_vma.js';

/** dontfork, wipeonfork: the flags wanted; neither is MADV_DOFORK, which leaves VM_WIPEONFORK alone. */
export const Behavior = record('Behavior', { mm: MM, page: PAGE, more: PAGE, dontfork: 1, wipeonfork: 1, error: ERRNO });

export const madvise_behavior = path('mm/madvise.c:madvise_behavior() @v5.8', Behavior)({
  /** Flags that are there already cost nothing. */
  mmap_write_lock(k, me, go) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
    const vma = k.vma(me.mm, me.page);
    if (vma.gone === 1) return go.mmap_write_unlock;
    // MADV_WIPEONFORK is for anonymous mappings.
    if (me.wipeonfork === 1 && k.fileBacked(me.page)) {
      me.error = Errno.EINVAL;
      return go.mmap_write_unlock;
    }
    if (me.wipeonfork === 1 ? vma.wipeonfork === 1 : vma.dontfork === me.dontfork) return go.mmap_write_unlock;
  },
  split_vma: calls(Behavior)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  vm_flags(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      if (me.wipeonfork === 1) vma.wipeonfork = 1;
      else vma.dontfork = me.dontfork;
      if (k.merges(me.mm, page)) vma.split = 0;
    }
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
