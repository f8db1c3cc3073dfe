// Before a page of a file is written out, every entry that maps it becomes clean and read-only, so that the next store is heard of.
// Entered with the page lock. Pins are asked by nobody: a device writes on.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/**
 * page, more: the folio's first page, and how many follow. kept: an entry was left writable (a proposal). next: the process the walk looks
 * at from now on; it counts to one past the last, hence a bit more than mm.
 */
export const MkClean = record('MkClean', {
  folio: FRAME,
  page: PAGE,
  more: PAGE,
  nth: PAGE,
  next: 3,
  mm: MM,
  pte_dirty: 1,
  pte_write: 1,
  cleaned: 1,
  kept: 1,
});

export const page_mkclean = path('mm/rmap.c:page_mkclean() @v5.8', MkClean)({
  page_mapped(k, me) {
    if (k.folio_mapcount(me.folio) === 0) return done;
  },
  /** The file's i_mmap, shared mappings only (invalid_mkclean_vma()). */
  rmap_walk_file(k, me) {
    const mms = k.rmap(me.folio);
    let { next } = me;
    while (next < k.shape.mms && (((mms >>> next) & 1) === 0 || k.vma(next, me.page).shared === 0)) next++;
    if (next >= k.shape.mms) {
      me.mm = 0;
      me.next = 0;
      return done;
    }
    me.mm = next;
    me.next = next + 1;
  },
  mmu_notifier_invalidate_range_start: calls(MkClean)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  page_vma_mapped_walk(k, me, go) {
    const pte = k.pte(me.mm, me.page + me.nth);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio + me.nth || (pte.dirty === 0 && pte.write === 0)) return go.next_pte;
    pte.ptl = 1;
  },
  /** Cleared first: what a CPU makes dirty through its TLB until the flush is lost to nobody, for the page is not clean yet. */
  ptep_clear(k, me) {
    const pte = k.pte(me.mm, me.page + me.nth);
    me.pte_dirty = pte.dirty;
    k.clearPte(me.mm, me.page + me.nth);
  },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page + me.nth);
  },
  set_pte_at(k, me) {
    k.restorePte(me.mm, me.page + me.nth, me.folio + me.nth, 0, 0);
    me.cleaned = 1;
    me.pte_dirty = 0;
  },
  page_vma_mapped_walk_done(k, me) {
    k.pte(me.mm, me.page + me.nth).ptl = 0;
  },
  /** The next page of the folio that may be mapped in this VMA. */
  next_pte: {
    local: (me, go) => {
      if (me.nth === me.more) {
        me.nth = 0;
        return go.mmu_notifier_invalidate_range_end;
      }
      me.nth++;
      return go.page_vma_mapped_walk;
    },
  },
  mmu_notifier_invalidate_range_end: calls(MkClean)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  next_vma: { local: (_me, go) => go.rmap_walk_file },
});
