// A PMD is split: the same pages stay mapped, each by an entry of its own. The folio stays one. It never fails. Of a file nothing stays
// mapped: faults will find its pages.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

/**
 * page: the first of the PMD's range; more: those after it. only: the folio that is meant, if any; another one is left alone. freeze:
 * migration entries instead of mappings; frozen: there are.
 */
export const SplitPmd = record('SplitPmd', {
  mm: MM,
  page: PAGE,
  more: PAGE,
  /** The page is any of its range. */
  whole: 1,
  only: FRAME,
  freeze: 1,
  folio: FRAME,
  write: 1,
  dirty: 1,
  anon_exclusive: 1,
  frozen: 1,
  revoked: 1,
});

export const __split_huge_pmd = path('mm/huge_memory.c:__split_huge_pmd() @v5.8', SplitPmd)({
  /** The range of 2 MiB that an address is in. */
  HPAGE_PMD_MASK(k, me) {
    if (me.whole === 0) return;
    me.page = k.shape.first[me.page];
    me.more = k.shape.count[me.page] - 1;
    me.whole = 0;
  },
  mmu_notifier_invalidate_range_start: calls(SplitPmd)(
    mmu_notifier_invalidate_range_start,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      me.revoked = got.revoked;
    },
  ),
  /** Looked at again under the lock: somebody else may have split it. */
  pmd_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1 && (me.only === 0 || pte.frame === me.only)) return k.fileBacked(me.page) ? go.pmdp_huge_clear_flush : undefined;
    k.pmd_unlock(me.mm, me.page);
    return go.mmu_notifier_invalidate_range_end;
  },
  /** mm/huge_memory.c:__split_huge_pmd_locked(). The CPU may not hold the page in its TLB in two sizes at once: first it is taken away. */
  pmdp_invalidate(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.folio = pte.frame;
    me.write = pte.write;
    me.dirty = pte.dirty;
    k.clearRange(me.mm, me.page);
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  SetPageDirty(k, me) {
    if (me.dirty === 1) k.folio(me.folio).dirty = 1;
  },
  /** A reference and a mapping for each page instead of one for all. */
  page_ref_add(k, me) {
    k.folio(me.folio).ref += me.more;
  },
  _mapcount(k, me) {
    for (let n = me.folio; n <= me.folio + me.more; n++) k.page(n).mapcount++;
  },
  compound_mapcount(k, me) {
    k.folio(me.folio).entire_mapcount--;
  },
  pmd_populate(k, me) {
    if (me.freeze === 0) k.mapRange(me.mm, me.page, me.folio, me.write, 0, 0);
    else k.freezeRange(me.mm, me.page, me.folio, me.write, me.anon_exclusive & ~me.write);
  },
  freeze: { local: (me, go) => (me.freeze === 1 ? go.page_remove_rmap : go.spin_unlock) },
  page_remove_rmap(k, me) {
    for (let n = me.folio; n <= me.folio + me.more; n++) k.page_remove_rmap(n);
  },
  put_page(k, me) {
    k.put(me.folio, me.more + 1);
    me.frozen = 1;
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.folio = 0;
    me.write = 0;
    me.dirty = 0;
    me.anon_exclusive = 0;
  },
  mmu_notifier_invalidate_range_end: calls(SplitPmd)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  /** Of a file, which migration entries have no part in. */
  pmdp_huge_clear_flush(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.folio = pte.frame;
    me.dirty = pte.dirty;
    k.clearRange(me.mm, me.page);
  },
  flush_pmd_tlb_range_file(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  set_page_dirty(k, me) {
    if (me.dirty === 1) k.set_page_dirty(me.folio);
  },
  page_remove_rmap_file(k, me) {
    k.folio(me.folio).entire_mapcount--;
  },
  put_page_file(k, me, go) {
    k.put(me.folio, 1);
    me.frozen = 1;
    return go.spin_unlock;
  },
});
