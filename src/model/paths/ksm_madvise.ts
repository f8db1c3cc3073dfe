// MADV_MERGEABLE and MADV_UNMERGEABLE: whether KSM may merge here; the second one undoes what it has merged.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { break_ksm } from './break_ksm.js';
import { split_vma } from './split_vma.js';

export const Mergeable = record('Mergeable', { mm: MM, page: PAGE, merge: 1 });

export const ksm_madvise = path('mm/ksm.c:ksm_madvise() @v5.8', Mergeable)({
  /** Advice that changes nothing does nothing. */
  mmap_write_lock(k, me, go) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
    if (k.vma(me.mm, me.page).mergeable === me.merge) return go.mmap_write_unlock;
    if (me.merge === 1) return go.split_vma;
  },
  unmerge_ksm_pages: calls(Mergeable)(break_ksm, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  split_vma: calls(Mergeable)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  vm_flags(k, me) {
    k.vma(me.mm, me.page).mergeable = me.merge;
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
