// mremap(): the entry moves to another address of the same process. One address stands for both here: nobody sees the move but a walker.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { break_ksm } from './break_ksm.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_vma } from './split_vma.js';

export const Move = record('Move', { mm: MM, page: PAGE, folio: FRAME, write: 1, dirty: 1 });

export const move_ptes = path('mm/mremap.c:move_ptes() @v5.8', Move)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  split_vma: calls(Move)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  /** move_vma() => ksm_madvise(): KSM pages do not move, they are copied first. */
  break_ksm: calls(Move)(break_ksm, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmu_notifier_invalidate_range_start: calls(Move)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0) return go.mmu_notifier_invalidate_range_end;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  ptep_get_and_clear(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.folio = pte.frame;
    me.write = pte.write;
    me.dirty = pte.dirty;
    k.clearPte(me.mm, me.page);
  },
  set_pte_at(k, me) {
    k.restorePte(me.mm, me.page, me.folio, me.write, me.dirty);
  },
  flush_tlb_range(k, me) {
    k.flush(me.mm, me.page);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Move)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
