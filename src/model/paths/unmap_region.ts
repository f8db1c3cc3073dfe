// munmap(), and a new mapping at the same address.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { split_vma } from './split_vma.js';
import { zap_pte_range } from './zap_pte_range.js';

export const Unmapping = record('Unmapping', { mm: MM, page: PAGE, again: 1 });

export const unmap_region = path('mm/mmap.c:unmap_region() @v5.8', Unmapping)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  split_vma: calls(Unmapping)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  /** The mapping is gone for everybody; what is left to do needs the lock for reading only. */
  detach_vmas_to_be_unmapped(k, me) {
    k.vma(me.mm, me.page).gone = 1;
    k.mmap_write_downgrade(me.mm);
  },
  zap_pte_range: calls(Unmapping)(zap_pte_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    if (me.again === 0) return done;
  },
  mmap_region(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
    const vma = k.vma(me.mm, me.page);
    vma.gone = 0;
    vma.locked = 0;
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
