// The fault handler's dispatch: what the PTE says decides which kind of fault it is.
import { asleep, calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { do_anonymous_page } from './do_anonymous_page.js';
import { do_fault } from './do_fault.js';
import { do_huge_pmd_wp_page } from './do_huge_pmd_wp_page.js';
import { do_swap_page } from './do_swap_page.js';
import { do_wp_page } from './do_wp_page.js';
import { migration_entry_wait } from './migration_entry_wait.js';
import { wp_page_copy } from './wp_page_copy.js';

/** hwpoison: VM_FAULT_HWPOISON is the answer. */
export const Fault = record('Fault', {
  mm: MM,
  page: PAGE,
  write: 1,
  unshare: 1,
  orig_frame: FRAME,
  orig_swap: SLOT,
  orig_exclusive: 1,
  hwpoison: 1,
  /** The page that a read-only entry maps is a file's, and the mapping is VM_SHARED. */
  file: 1,
  shared: 1,
  fallback: 1,
});

export const handle_pte_fault = path('mm/memory.c:handle_pte_fault() @v5.8', Fault)({
  /** vmf->orig_pte is read without the PTL; whoever uses it compares again under the lock. */
  orig_pte(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.frame !== 0) {
      if (pte.pmd === 1) {
        if (me.write === 1 && pte.uffd_wp === 1) return go.handle_userfault;
        if (me.unshare === 0 && (me.write === 0 || pte.write === 1)) return done;
        return k.fileBacked(me.page) ? go.__split_huge_pmd : go.do_huge_pmd_wp_page;
      }
      me.orig_frame = pte.frame;
      return go.pte_same;
    }
    if (pte.zero === 1) return go.pte_same;
    if (k.pte_none(me.mm, me.page)) return k.fileBacked(me.page) ? go.do_fault : go.do_anonymous_page;
    if (pte.migration !== 0) return go.migration_entry_wait;
    if (pte.hwpoison !== 0) {
      me.hwpoison = 1;
      return done;
    }
    // It has just gone to a device: the fault is taken again, and fetches it back (the option that there is device memory).
    if (pte.device_private !== 0) return done;
    me.orig_swap = pte.swap;
    me.orig_exclusive = pte.swap_exclusive;
  },
  do_swap_page: calls(Fault)(
    do_swap_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = me.write;
      to.orig_swap = me.orig_swap;
      to.exclusive = me.orig_exclusive;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  swapped_in: { local: () => done },

  /** do_swap_page(): not a swap entry at all; the fault is taken again when the page's lock has been given back. */
  migration_entry_wait: calls(Fault)(migration_entry_wait, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  waited: { local: () => done },

  do_anonymous_page: calls(Fault)(do_anonymous_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.write = me.write;
  }),
  mapped: { local: () => done },

  do_fault: calls(Fault)(do_fault, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.write = me.write;
  }),
  file_mapped: { local: () => done },

  pte_same(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.orig_frame || (pte.frame === 0 && pte.zero === 0)) return done;
    // Somebody else made the entry good enough.
    if (me.write === 0 || pte.write === 1) return done;
    if (pte.uffd_wp === 1) return go.handle_userfault;
    if (pte.zero === 1) return go.wp_page_copy;
    pte.ptl = 1;
    me.file = k.folio(pte.frame).file;
    me.shared = k.vma(me.mm, me.page).shared;
  },
  do_wp_page: calls(Fault)(do_wp_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.unshare = me.unshare;
    to.folio = me.orig_frame;
    to.file = me.file;
    to.shared = me.shared;
  }),
  handled: { local: () => done },

  /** wp_huge_pmd(): either all of it is writable now, or the PMD is split and the fault is handled by a page's own entry. */
  do_huge_pmd_wp_page: calls(Fault)(
    do_huge_pmd_wp_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.unshare = me.unshare;
    },
    (me, got) => {
      me.fallback = got.fallback;
    },
  ),
  VM_FAULT_FALLBACK: {
    local: (me, go) => {
      if (me.fallback === 0) return done;
      me.fallback = 0;
      return go.orig_pte;
    },
  },

  /** wp_huge_pmd() of a file's: nothing is left there, and its pages are faulted in one by one. */
  __split_huge_pmd: calls(Fault)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.orig_pte },

  /** fs/userfaultfd.c: do_wp_page() has let the PTL go again. The monitor is told, and nobody holds anything while it thinks. */
  handle_userfault(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  userfaultfd_must_wait: asleep((k, me) => (k.pte(me.mm, me.page).uffd_wp === 1 ? wait : undefined)),
  /** VM_FAULT_RETRY: whoever faulted has the mmap lock again, and begins anew. */
  mmap_read_lock(k, me) {
    return k.mmap_read_trylock(me.mm) ? done : wait;
  },

  /** The zero page has no references to count and nothing to copy. */
  wp_page_copy: calls(Fault)(wp_page_copy, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
});
