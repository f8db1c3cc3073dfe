// munmap(), or a new mapping over the old one.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { split_vma } from './split_vma.js';
import { zap_pte_range } from './zap_pte_range.js';

/** again: something is mapped in its place; share: VM_SHARED, which a private mapping of a file was not. */
export const Unmapping = record('Unmapping', { mm: MM, page: PAGE, more: PAGE, again: 1, share: 1 });

export const unmap_region = path('mm/mmap.c:unmap_region() @v5.8', Unmapping)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  split_vma: calls(Unmapping)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  /** Pages are munlocked; the mapping is gone for everybody, and what is left to do needs the lock for reading only. */
  detach_vmas_to_be_unmapped(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      const { frame } = k.pte(me.mm, page);
      if (vma.locked === 1 && frame !== 0) k.folio(frame).mlocked = 0;
      vma.locked = 0;
      if (me.again === 0) vma.gone = 1;
    }
    if (me.again === 1) return;
    k.mmap_write_downgrade(me.mm);
  },
  zap_pte_range: calls(Unmapping)(zap_pte_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  mapped_again: { local: (me, go) => (me.again === 1 ? go.mmap_region : go.mmap_read_unlock) },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
  /** MAP_FIXED: nobody sees the address without a mapping, because the lock is held for writing throughout. */
  mmap_region(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      vma.gone = 0;
      vma.none = 0;
      vma.readonly = 0;
      vma.guard = 0;
      vma.split = 0;
      if (me.share === 1) vma.shared = 1;
      vma.dontfork = 0;
      vma.wipeonfork = 0;
      vma.anon_vma = 0;
    }
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
