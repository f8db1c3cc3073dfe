// Writing 4 to /proc/PID/clear_refs: pages are write-protected to see who writes next. Devices write unseen.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const ClearRefs = record('ClearRefs', { mm: MM, page: PAGE });

export const clear_refs_pte_range = path('fs/proc/task_mmu.c:clear_refs_pte_range() @v5.8', ClearRefs)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  mmu_notifier_invalidate_range_start: calls(ClearRefs)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  clear_soft_dirty(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.frame === 0) return;
    k.keepStale(me.mm, me.page);
    pte.write = 0;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  flush_tlb_mm(k, me) {
    k.flush(me.mm, me.page);
  },
  mmu_notifier_invalidate_range_end: calls(ClearRefs)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
