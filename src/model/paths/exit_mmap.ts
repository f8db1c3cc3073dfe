// The end of a process: its last thread has called exit(), and every page that it still maps is given up. Pins keep theirs.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { zap_pte_range } from './zap_pte_range.js';

/** vma: the mapping at hand; it counts to one past the last, hence a bit more. */
export const Exit = record('Exit', { mm: MM, vma: 4, more: PAGE });

export const exit_mmap = path('mm/mmap.c:exit_mmap() @v5.8', Exit)({
  /** Who faults or pins for a process holds its mm: so nobody has the mmap lock when the last user goes, and exit_mmap() needs none. */
  mmput(k, me) {
    if (!k.mmapLockFree(me.mm)) return wait;
    if (!k.mmput(me.mm)) return done;
    k.releaseClients(me.mm);
  },
  /** munlock_vma_pages_all() comes first. */
  unmap_vmas(k, me) {
    const { pages } = k.shape;
    while (me.vma < pages.length && k.vma(me.mm, me.vma).gone === 1) me.vma++;
    if (me.vma === pages.length) return done;
    me.more = k.alikeAfter(me.mm, me.vma);
    for (let page = me.vma; page <= me.vma + me.more; page++) {
      const vma = k.vma(me.mm, page);
      const { frame } = k.pte(me.mm, page);
      if (vma.locked === 1 && frame !== 0) k.folio(frame).mlocked = 0;
      vma.locked = 0;
    }
  },
  /** The mm has no notifier clients any more: nobody is told. */
  zap_pte_range: calls(Exit)(zap_pte_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.vma;
    to.more = me.more;
  }),
  /** unlink_anon_vmas() and remove_vma(). */
  free_pgtables(k, me, go) {
    for (let page = me.vma; page <= me.vma + me.more; page++) {
      k.unlinkAnonVma(me.mm, page);
      k.forgetVma(me.mm, page);
    }
    me.more = 0;
    return go.unmap_vmas;
  },
});
