// v6.13: guard pages: MADV_GUARD_INSTALL zaps what is there, pinned or not, and leaves a marker that no access passes.
import { change } from '../../machine/index.js';
import { Errno, madvise_dontneed_single_vma } from '../../model/index.js';
import { commit } from '../commit.js';

export const c662df3e5c376 = commit(
  {
    id: '662df3e5c376',
    subject: 'mm: madvise: implement lightweight guard page mechanism',
    since: 'v6.13',
    says: 'MADV_GUARD_INSTALL exists. It throws a page away as MADV_DONTNEED does, and no pin stops it.',
  },
  change(madvise_dontneed_single_vma, (edit) =>
    edit
      .replace('can_madv_lru_vma', (k, me, go) => {
        if (k.vma(me.mm, me.page).locked === 0) return;
        me.error = Errno.EINVAL;
        return go.mmap_read_unlock;
      })
      .after('zap_pte_range', {
        guard_install_set_pte(k, me) {
          if (me.guard === 0) return;
          for (let page = me.page; page <= me.page + me.more; page++) k.vma(me.mm, page).guard = 1;
        },
      }),
  ),
);
