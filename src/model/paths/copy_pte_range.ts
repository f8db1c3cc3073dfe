// fork copies one page table entry: a page is shared read-only, a swap entry is counted once more. v5.8 asks nobody for pins.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';

export const CopyPte = record('CopyPte', {
  /** src_mm, the parent's. */
  mm: MM,
  /** dst_mm. */
  child: MM,
  page: PAGE,
  folio: FRAME,
  /** The parent's entry was writable when it was looked at. */
  pte_write: 1,
  /** A page allocated without the locks, for a copy (70e806e4e645). */
  prealloc: FRAME,
});

export const copy_pte_range = path('mm/memory.c:copy_pte_range() @v5.8', CopyPte)({
  /** The child's entry first; nobody but an rmap walk knows of it. */
  pte_alloc_map_lock(k, me) {
    const pte = k.pte(me.child, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  spin_lock_nested(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
  },
  /** copy_one_pte(). The zero page has nothing to count. */
  pte_none(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.swap !== 0) return go.swap_duplicate;
    if (pte.migration !== 0) return go.make_migration_entry_read;
    if (pte.hwpoison !== 0) return go.set_pte_at_hwpoison;
    if (pte.zero === 1) return go.set_pte_at;
    if (pte.frame === 0) return go.spin_unlock;
    me.folio = pte.frame;
    me.pte_write = pte.write;
  },
  /** A CPU of the parent may write on through its TLB until the flush, when everything has been copied. */
  ptep_set_wrprotect(k, me) {
    if (me.pte_write === 0 || !k.is_cow_mapping(me.mm, me.page)) return;
    k.keepStale(me.mm, me.page);
    k.pte(me.mm, me.page).write = 0;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  page_dup_rmap(k, me) {
    k.page(me.folio).mapcount++;
  },
  set_pte_at(k, me) {
    const from = k.pte(me.mm, me.page);
    const to = k.pte(me.child, me.page);
    const shared = k.vma(me.mm, me.page).shared === 1;
    to.frame = from.frame;
    to.zero = from.zero;
    // A shared mapping keeps its rights; what is dirty is told by the parent's entry.
    to.write = shared ? from.write : 0;
    to.dirty = shared ? 0 : from.dirty;
    to.none = from.none;
    // The monitor is the parent's alone, unless it asked for more (UFFD_FEATURE_EVENT_FORK); soft-dirty bits are copied.
    to.soft_dirty_wp = from.soft_dirty_wp;
    k.expectAlike(me.mm, me.child, me.page);
  },
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    me.folio = 0;
    me.pte_write = 0;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.child, me.page).ptl = 0;
  },
  out: { local: () => done },

  swap_duplicate(k, me) {
    k.slot(k.pte(me.mm, me.page).swap).map++;
  },
  set_pte_at_swap(k, me, go) {
    const from = k.pte(me.mm, me.page);
    k.pte(me.child, me.page).swap = from.swap;
    k.pte(me.child, me.page).soft_dirty_wp = from.soft_dirty_wp;
    k.expectAlike(me.mm, me.child, me.page);
    return go.spin_unlock;
  },

  /** copy_nonpresent_pte(): whose page is on its way is asked by nobody; both get it read-only. The entry holds no reference to count. */
  make_migration_entry_read(k, me) {
    if (k.is_cow_mapping(me.mm, me.page)) k.pte(me.mm, me.page).migration_write = 0;
  },
  set_pte_at_migration(k, me, go) {
    const from = k.pte(me.mm, me.page);
    const to = k.pte(me.child, me.page);
    to.migration = from.migration;
    to.migration_write = from.migration_write;
    to.migration_exclusive = from.migration_exclusive;
    to.migration_dirty = from.migration_dirty;
    to.soft_dirty_wp = from.soft_dirty_wp;
    k.expectAlike(me.mm, me.child, me.page);
    return go.spin_unlock;
  },

  /** A poisoned page is poisoned for the child as well. */
  set_pte_at_hwpoison(k, me, go) {
    k.pte(me.child, me.page).hwpoison = k.pte(me.mm, me.page).hwpoison;
    k.expectAlike(me.mm, me.child, me.page);
    return go.spin_unlock;
  },
});
