// v5.14: MADV_POPULATE_READ and MADV_POPULATE_WRITE.
import { change, done } from '../../machine/index.js';
import { Errno, populate_vma_page_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const c4ca9b3859dac = commit(
  {
    id: '4ca9b3859dac',
    subject: 'mm/madvise: introduce MADV_POPULATE_(READ|WRITE) to prefault page tables',
    since: 'v5.14',
    says: 'Page tables are filled as accesses would; where the mapping does not allow them the answer is EINVAL.',
  },
  change(populate_vma_page_range, edit =>
    edit.before('check_vma_flags', {
      faultin_vma_page_range(k, me) {
        if (me.lock === 1) return;
        const vma = k.vma(me.mm, me.page);
        if (vma.gone === 1) me.error = Errno.ENOMEM;
        else if (vma.guard === 1) me.error = Errno.EFAULT;
        else if (vma.none === 1 || vma.readonly === 1) me.error = Errno.EINVAL;
        if (me.error === Errno.none) return;
        k.mmap_read_unlock(me.mm);
        return done;
      },
    }),
  ),
);
