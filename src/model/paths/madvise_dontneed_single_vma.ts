// MADV_DONTNEED, and MADV_GUARD_INSTALL where a kernel has it: the process throws the page away.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { zap_pte_range } from './zap_pte_range.js';

/** unaligned: the address is not the first of a huge page of hugetlbfs. */
export const Dontneed = record('Dontneed', { mm: MM, page: PAGE, more: PAGE, guard: 1, unaligned: 1, error: ERRNO });

export const madvise_dontneed_single_vma = path('mm/madvise.c:madvise_dontneed_single_vma() @v5.8', Dontneed)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  can_madv_lru_vma(k, me, go) {
    if (me.guard === 0 && k.vma(me.mm, me.page).locked === 0 && !k.is_vm_hugetlb_page(me.page)) return;
    me.error = Errno.EINVAL;
    return go.mmap_read_unlock;
  },
  zap_pte_range: calls(Dontneed)(zap_pte_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
