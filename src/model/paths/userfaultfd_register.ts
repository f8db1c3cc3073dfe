// UFFDIO_REGISTER and UFFDIO_UNREGISTER for missing pages: faults where nothing is are the monitor's from now on, or no longer.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { split_vma } from './split_vma.js';

export const UserfaultRegister = record('UserfaultRegister', { mm: MM, page: PAGE, on: 1 });

export const userfaultfd_register = path('fs/userfaultfd.c:userfaultfd_register() @v5.8', UserfaultRegister)({
  mmap_write_lock(k, me, go) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
    const vma = k.vma(me.mm, me.page);
    if (vma.gone === 1 || vma.uffd_missing === me.on) return go.mmap_write_unlock;
  },
  split_vma: calls(UserfaultRegister)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  /** wake_userfault(): who sleeps looks again, and finds nobody to wait for. */
  vm_flags(k, me) {
    k.vma(me.mm, me.page).uffd_missing = me.on;
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
