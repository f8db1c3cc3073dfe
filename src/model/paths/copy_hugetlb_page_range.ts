// fork copies the entry of a page of hugetlbfs: a private one is shared read-only, pinned or not, until v5.12.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const CopyHugetlb = record('CopyHugetlb', {
  /** src, the parent's. */
  mm: MM,
  /** dst. */
  child: MM,
  page: PAGE,
  cow: 1,
  folio: FRAME,
  /** The parent's entry was writable when it was looked at. */
  pte_write: 1,
  /** A copy made without the locks (4eae4efa2c29). */
  new: FRAME,
});

export const copy_hugetlb_page_range = path('mm/hugetlb.c:copy_hugetlb_page_range() @v5.8', CopyHugetlb)({
  cow(k, me, go) {
    if (!k.is_cow_mapping(me.mm, me.page)) return go.huge_pte_lock;
    me.cow = 1;
  },
  mmu_notifier_invalidate_range_start: calls(CopyHugetlb)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  huge_pte_lock(k, me) {
    const pte = k.pte(me.child, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  spin_lock_nested(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  huge_ptep_get(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.migration !== 0) return go.make_migration_entry_read;
    if (pte.hwpoison !== 0) return go.set_huge_swap_pte_at_hwpoison;
    if (pte.frame === 0) return go.spin_unlock;
    me.folio = pte.frame;
    me.pte_write = pte.write;
  },
  /** A CPU of the parent may write on through its TLB until the flush, when everything has been copied. */
  huge_ptep_set_wrprotect(k, me) {
    if (me.cow === 0 || me.pte_write === 0) return;
    k.keepStale(me.mm, me.page);
    k.pte(me.mm, me.page).write = 0;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  page_dup_rmap(k, me) {
    k.page(me.folio).mapcount++;
  },
  set_huge_pte_at(k, me) {
    const from = k.pte(me.mm, me.page);
    const to = k.pte(me.child, me.page);
    to.frame = from.frame;
    to.write = from.write;
    to.dirty = from.dirty;
    to.none = from.none;
    k.expectAlike(me.mm, me.child, me.page);
  },
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    me.folio = 0;
    me.pte_write = 0;
  },
  spin_unlock_child(k, me) {
    k.pte(me.child, me.page).ptl = 0;
  },
  copied: { local: (me, go) => (me.cow === 1 ? go.mmu_notifier_invalidate_range_end : done) },
  mmu_notifier_invalidate_range_end: calls(CopyHugetlb)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  out: { local: () => done },

  /** Whose page is on its way is asked by nobody; both get it read-only. */
  make_migration_entry_read(k, me) {
    if (me.cow === 1) k.pte(me.mm, me.page).migration_write = 0;
  },
  set_huge_swap_pte_at(k, me, go) {
    const from = k.pte(me.mm, me.page);
    const to = k.pte(me.child, me.page);
    to.migration = from.migration;
    to.migration_write = from.migration_write;
    to.migration_exclusive = from.migration_exclusive;
    to.migration_dirty = from.migration_dirty;
    k.expectAlike(me.mm, me.child, me.page);
    return go.spin_unlock;
  },
  set_huge_swap_pte_at_hwpoison(k, me, go) {
    k.pte(me.child, me.page).hwpoison = k.pte(me.mm, me.page).hwpoison;
    k.expectAlike(me.mm, me.child, me.page);
    return go.spin_unlock;
  },
});
