// A write to a read-only entry of hugetlbfs: the page is ours alone, or it is copied. Entered and left with the PTL and the page lock held.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { See } from '../properties.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { unmap_ref_private } from './unmap_ref_private.js';

export const HugetlbCow = record('HugetlbCow', {
  mm: MM,
  page: PAGE,
  old_page: FRAME,
  new_page: FRAME,
  unshare: 1,
  /** The process made the mapping (HPAGE_RESV_OWNER) and copies because of a child: it must not fail for want of a huge page. */
  outside_reserve: 1,
  sigbus: 1,
});

export const hugetlb_cow = path('mm/hugetlb.c:hugetlb_cow() @v5.8', HugetlbCow)({
  /** retry_avoidcopy: whoever maps it alone has it, whatever else refers to it. A pin is no mapping, and neither is a FOLL_GET. */
  page_mapcount(k, me, go) {
    if (k.page_mapcount(me.old_page) === 1 && k.PageAnon(me.old_page)) return go.page_move_anon_rmap;
    me.outside_reserve = k.vma(me.mm, me.page).resv_owner;
  },
  get_page(k, me) {
    k.folio(me.old_page).ref++;
  },
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  alloc_huge_page(k, me, go) {
    me.new_page = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page));
    if (me.new_page === 0) return go.put_page_short;
  },
  copy_user_huge_page(k, me) {
    k.page(me.new_page).content = k.page(me.old_page).content;
  },
  mmu_notifier_invalidate_range_start: calls(HugetlbCow)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  spin_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.old_page || pte.write === 1) return go.put_page_new;
    pte.ptl = 1;
    k.observe(See.needlessCopy, k.PageAnon(me.old_page) && k.page_mapcount(me.old_page) <= 1);
  },
  huge_ptep_clear(k, me) {
    k.clearPte(me.mm, me.page);
  },
  flush_tlb_page(k, me) {
    k.flush(me.mm, me.page);
  },
  set_huge_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.new_page;
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    k.forgetTracking(me.mm, me.page);
    k.copiedFrom(me.mm, me.page, me.old_page, me.new_page);
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.old_page);
  },
  hugepage_add_new_anon_rmap(k, me) {
    k.page(me.new_page).mapcount = 1;
  },
  set_page_huge_active(k, me) {
    k.folio(me.new_page).huge_active = 1;
  },
  spin_unlock_copied(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mmu_notifier_invalidate_range_end: calls(HugetlbCow)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  /** The entry's reference. */
  put_page_of_pte(k, me) {
    k.put(me.old_page, 1);
  },
  out_release_old(k, me) {
    k.put(me.old_page, 1);
  },
  spin_lock_out(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
    return done;
  },

  /** Somebody changed the entry meanwhile: the copy is for nothing. */
  put_page_new(k, me) {
    k.put(me.new_page, 1);
    me.new_page = 0;
  },
  mmu_notifier_invalidate_range_end_lost: calls(HugetlbCow)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  lost: { local: (_me, go) => go.out_release_old },

  page_move_anon_rmap(k, me) {
    k.folio(me.old_page).anon_vma = k.anonVma(me.mm, me.page);
  },
  set_huge_ptep_writable(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    k.observe(See.needlessCopy, false);
    return done;
  },

  /** No huge page to be had. A child's fault fails; for the one who made the mapping the page is taken from the children. */
  put_page_short(k, me, go) {
    k.put(me.old_page, 1);
    if (me.outside_reserve === 1) return;
    me.sigbus = 1;
    return go.spin_lock_out;
  },
  unmap_ref_private: calls(HugetlbCow)(unmap_ref_private, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.old_page = me.old_page;
  }),
  spin_lock_again(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    pte.ptl = 1;
    me.outside_reserve = 0;
    return pte.frame === me.old_page && pte.write === 0 ? go.page_mapcount : done;
  },
});
