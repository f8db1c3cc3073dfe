// MADV_REMOVE: a hole is punched into the file behind a shared mapping.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { truncate_inode_pages_range } from './truncate_inode_pages_range.js';

export const Remove = record('Remove', { mm: MM, page: PAGE, more: PAGE, error: ERRNO });

export const madvise_remove = path('mm/madvise.c:madvise_remove() @v5.8', Remove)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** Not of a locked mapping, not of anonymous memory, and only where the process may write to the file. */
  vm_flags(k, me) {
    const vma = k.vma(me.mm, me.page);
    if (vma.locked === 1 || !k.fileBacked(me.page)) me.error = Errno.EINVAL;
    else if (vma.shared === 0 || vma.readonly === 1) me.error = Errno.EACCES;
  },
  /** The lock is dropped: the hole may be punched behind a mapping that is another one by now. */
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  refused: { local: (me, go) => (me.error === 0 ? go.vfs_fallocate : done) },
  vfs_fallocate: calls(Remove)(truncate_inode_pages_range, (me, to) => {
    to.page = me.page;
    to.more = me.more;
  }),
  out: { local: () => done },
});
