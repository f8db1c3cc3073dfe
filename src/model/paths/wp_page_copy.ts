// Copies a page for one mm and puts the copy in its place. Entered with a reference on the old page, without the PTL.
// An old page of 0 is the zero page, which nobody counts.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { See } from '../properties.js';
import { ZEROES } from '../state.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';

export const Copy = record('Copy', { mm: MM, page: PAGE, old_page: FRAME, new_page: FRAME, unshare: 1 });

export const wp_page_copy = path('mm/memory.c:wp_page_copy() @v5.8', Copy)({
  alloc_page_vma(k, me) {
    me.new_page = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page));
    if (me.new_page === 0) return wait;
  },
  cow_user_page(k, me) {
    k.page(me.new_page).content = me.old_page === 0 ? ZEROES : k.page(me.old_page).content;
  },
  mmu_notifier_invalidate_range_start: calls(Copy)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  /** The lock was dropped: the copy is worth something only if the entry is still the one that faulted. */
  pte_same(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.old_page || pte.write === 1 || (me.old_page === 0 && pte.zero === 0)) return go.free_new;
    // Write-protected for a monitor meanwhile: pte_same() compares that bit, too.
    if (pte.uffd_wp === 1 && me.unshare === 0) return go.free_new;
    pte.ptl = 1;
    if (me.old_page === 0) return;
    const old = k.folio(me.old_page);
    const users = k.page_mapcount(me.old_page) + (old.swapcache === 1 ? k.slot(k.slotOf(me.old_page)).map : 0);
    if (me.unshare === 0 && old.file === 0) k.observe(See.needlessCopy, users <= 1);
  },
  ptep_clear(k, me) {
    k.clearPte(me.mm, me.page);
  },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page);
  },
  page_add_new_anon_rmap(k, me) {
    k.page(me.new_page).mapcount = 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.new_page);
    folio.lru_add_batch = 1;
    folio.ref++;
    folio.mlocked = k.vma(me.mm, me.page).locked;
  },
  set_pte_at_notify(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.new_page;
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    k.forgetTracking(me.mm, me.page);
    if (k.fileBacked(me.page)) k.copiedFrom(me.mm, me.page, me.old_page, me.new_page);
  },
  /** Only after the entry is switched may the mapcount go: whoever sees it lower may think the page its own. */
  page_remove_rmap(k, me) {
    if (me.old_page !== 0) k.page_remove_rmap(me.old_page);
  },
  put_page_of_pte(k, me) {
    if (me.old_page !== 0) k.put(me.old_page, 1);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Copy)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  put_page(k, me) {
    if (me.old_page !== 0) k.put(me.old_page, 1);
    return done;
  },

  free_new(k, me) {
    k.put(me.new_page, 1);
  },
  mmu_notifier_invalidate_range_end_lost: calls(Copy)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  put_old(k, me) {
    if (me.old_page !== 0) k.put(me.old_page, 1);
    return done;
  },
});
