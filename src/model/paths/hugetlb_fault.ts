// A fault on a page of hugetlbfs: one huge page, one entry. Faults on the same page of a file come one after the other.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { hugetlb_cow } from './hugetlb_cow.js';
import { hugetlb_no_page } from './hugetlb_no_page.js';
import { migration_entry_wait } from './migration_entry_wait.js';

export const HugetlbFault = record('HugetlbFault', {
  mm: MM,
  page: PAGE,
  write: 1,
  unshare: 1,
  /** The entry as it was read: what it maps, and whether it is writable. */
  folio: FRAME,
  pte_write: 1,
  /** need_wait_lock: somebody else has the page lock. */
  need_wait_lock: 1,
  /** handle_userfault() is what comes next. */
  userfault: 1,
  /** VM_FAULT_SIGBUS: no huge page to be had; VM_FAULT_HWPOISON. */
  sigbus: 1,
});

export const hugetlb_fault = path('mm/hugetlb.c:hugetlb_fault() @v5.8', HugetlbFault)({
  is_hugetlb_entry_migration(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.migration !== 0) return go.migration_entry_wait_huge;
    if (pte.hwpoison === 0) return;
    me.sigbus = 1;
    return done;
  },
  /** hugetlb_fault_mutex_table, by file and offset: two who fault must not both take the last huge page. */
  mutex_lock(k, me) {
    const cached = k.cached(me.page);
    if (cached.fault_mutex === 1) return wait;
    cached.fault_mutex = 1;
  },
  huge_ptep_get(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (k.pte_none(me.mm, me.page)) return go.hugetlb_no_page;
    // An entry that only the kernel understands: the next fault sees to it.
    if (pte.frame === 0) return go.mutex_unlock;
    me.folio = pte.frame;
    me.pte_write = pte.write;
  },
  huge_pte_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio || pte.write !== me.pte_write) return go.mutex_unlock;
    // Since v5.19 a monitor may have asked; it is told when all locks have been let go.
    if (me.write === 1 && pte.uffd_wp === 1) {
      me.userfault = 1;
      return go.mutex_unlock;
    }
    pte.ptl = 1;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) {
      me.need_wait_lock = 1;
      return go.out_ptl;
    }
    folio.locked = 1;
  },
  get_page(k, me, go) {
    k.folio(me.folio).ref++;
    if (me.write === 1 && me.pte_write === 0) return go.hugetlb_cow;
  },
  huge_ptep_set_access_flags(k, me, go) {
    if (me.write === 1) k.pte(me.mm, me.page).dirty = 1;
    return go.unlock_page;
  },
  hugetlb_cow: calls(HugetlbFault)(
    hugetlb_cow,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.old_page = me.folio;
      to.unshare = me.unshare;
    },
    (me, got) => {
      me.sigbus = got.sigbus;
    },
  ),
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  out_ptl(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  mutex_unlock(k, me) {
    k.cached(me.page).fault_mutex = 0;
    if (me.need_wait_lock === 0) return done;
  },
  /** Without a reference: all that is wanted is that the next fault finds the lock free. */
  wait_on_page_locked(k, me) {
    if (k.folio(me.folio).locked === 1) return wait;
    return done;
  },

  hugetlb_no_page: calls(HugetlbFault)(
    hugetlb_no_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = me.write;
    },
    (me, got) => {
      me.sigbus = got.sigbus;
    },
  ),
  out_mutex: { local: (_me, go) => go.mutex_unlock },

  migration_entry_wait_huge: calls(HugetlbFault)(migration_entry_wait, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  waited: { local: () => done },
});
