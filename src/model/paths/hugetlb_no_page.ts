// Nothing is mapped at an address of hugetlbfs: the file's page, or a new one from the pool. Entered with the fault mutex held.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { hugetlb_cow } from './hugetlb_cow.js';

/** anon: a private mapping's own page, which the file does not get. new_page: it came from the pool just now. */
export const HugetlbNoPage = record('HugetlbNoPage', { mm: MM, page: PAGE, write: 1, folio: FRAME, anon: 1, new_page: 1, sigbus: 1 });

export const hugetlb_no_page = path('mm/hugetlb.c:hugetlb_no_page() @v5.8', HugetlbNoPage)({
  /** The parent needed the page more: zeroes would look like lost data, so the process is killed. */
  is_vma_resv_set(k, me) {
    if (k.vma(me.mm, me.page).resv_unmapped === 0) return;
    me.sigbus = 1;
    return done;
  },
  find_get_page(k, me, go) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return go.alloc_huge_page;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = frame;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** find_lock_page(): truncated meanwhile. */
  page_mapping(k, me, go) {
    return k.folio(me.folio).mapping === 0 ? go.unlock_page_retry : go.huge_pte_lock;
  },
  unlock_page_retry(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_retry(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.find_get_page;
  },

  /** From the pool, and nowhere else: nobody reclaims for it. clear_huge_page(): a frame that was freed is zeroes here. */
  alloc_huge_page(k, me, go) {
    me.anon = k.vma(me.mm, me.page).shared === 1 ? 0 : 1;
    me.folio = k.alloc(me.page, me.anon === 1 ? k.anon_vma_prepare(me.mm, me.page) : 0);
    if (me.folio === 0) return go.huge_pte_none;
    k.folio(me.folio).locked = 1;
    me.new_page = 1;
  },
  huge_add_to_page_cache(k, me) {
    if (me.anon === 0) k.add_to_page_cache(me.folio, me.page);
  },
  huge_pte_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (!k.pte_none(me.mm, me.page)) return go.backout_unlocked;
    pte.ptl = 1;
  },
  /** hugepage_add_new_anon_rmap(), or page_dup_rmap() of the file's. */
  page_dup_rmap(k, me) {
    k.page(me.folio).mapcount++;
  },
  /** A private page is read-only at first, even for a write. */
  set_huge_pte_at(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    const { shared, none } = k.vma(me.mm, me.page);
    const write = shared === 1 && k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.frame = me.folio;
    pte.write = write;
    pte.dirty = write;
    pte.none = none;
    k.forgetTracking(me.mm, me.page);
    // A process that has lost its page expects what was in it.
    if (me.anon === 1 && pte.own === 0) k.becomesOwn(me.mm, me.page, k.page(me.folio).content);
    if (me.write === 0 || shared === 1) return go.spin_unlock;
  },
  /** The copy, or the write bit, without a second fault. */
  hugetlb_cow: calls(HugetlbNoPage)(
    hugetlb_cow,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.old_page = me.folio;
    },
    (me, got) => {
      me.sigbus = got.sigbus;
    },
  ),
  spin_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** From now on it can be isolated. One that was there already may have been isolated by somebody. */
  set_page_huge_active(k, me) {
    if (me.new_page === 1) k.folio(me.folio).huge_active = 1;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    return done;
  },

  backout_unlocked(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  /** The pool is empty: SIGBUS, unless migration has taken the entry away for a moment. */
  huge_pte_none(k, me) {
    if (k.pte(me.mm, me.page).ptl === 1) return wait;
    if (k.pte_none(me.mm, me.page)) me.sigbus = 1;
    return done;
  },
});
