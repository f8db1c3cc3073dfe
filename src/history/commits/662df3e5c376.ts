// v6.13: guard pages: MADV_GUARD_INSTALL zaps what is there, pinned or not, and leaves a marker that no access passes.
import { change } from '../../machine/index.js';
import { Errno } from '../../model/index.js';
import { commit } from '../commit.js';
import { dontneed_of_hugetlb } from './hugetlb.js';

export const c662df3e5c376 = commit(
  {
    id: '662df3e5c376',
    subject: 'mm: madvise: implement lightweight guard page mechanism',
    since: 'v6.13',
    says: 'MADV_GUARD_INSTALL exists. It throws a page away as MADV_DONTNEED does, and no pin stops it.',
  },
  change(dontneed_of_hugetlb.path, (edit) =>
    edit
      .replace('can_madv_lru_vma', (k, me, go) => {
        // is_valid_guard_vma(): not in hugetlbfs.
        if (k.vma(me.mm, me.page).locked === 0 && me.unaligned === 0 && !(me.guard === 1 && k.is_vm_hugetlb_page(me.page))) return;
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
