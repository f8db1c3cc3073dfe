// Small pages become a huge one: first a look at the range, by khugepaged or because the process asks for it (MADV_COLLAPSE).
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { collapse_file } from './collapse_file.js';
import { collapse_huge_page } from './collapse_huge_page.js';

/** page: the first of a range that a PMD can map; more: those after it. madvise: the process asks. error: what madvise() answers. */
export const Collapse = record('Collapse', { mm: MM, page: PAGE, more: PAGE, madvise: 1, swapped: 1, writable: 1, error: ERRNO });

export const khugepaged_scan_pmd = path('mm/khugepaged.c:khugepaged_scan_pmd() @v5.8', Collapse)({
  /** MADV_COLLAPSE has the batches of all CPUs drained first; khugepaged does when it begins anew. */
  lru_add_drain_all(k) {
    if (k.anyInBatch()) return wait;
  },
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** The range has to be one mapping of anonymous memory, and not be a huge page already. */
  hugepage_vma_revalidate(k, me, go) {
    if (k.pte(me.mm, me.page).pmd === 1) return go.mmap_read_unlock;
    const tmpfs = k.fileBacked(me.page) && !k.tracksDirty(me.page) && !k.is_vm_hugetlb_page(me.page);
    if (tmpfs && k.vma(me.mm, me.page).gone === 0) return go.mmap_read_unlock_file;
    if (!k.collapsible(me.mm, me.page)) {
      me.error = Errno.EINVAL;
      return go.mmap_read_unlock;
    }
  },
  /** Under the PTL, entry by entry. Racy as to the counts: they are looked at again. */
  pte_offset_map_lock(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) if (k.pte(me.mm, page).ptl === 1) return wait;
    let shared = 0;
    let mapped = 0;
    for (let page = me.page; page <= me.page + me.more; page++) {
      const pte = k.pte(me.mm, page);
      if (pte.swap !== 0) me.swapped = 1;
      if (pte.frame !== 0 || pte.swap !== 0) mapped++;
      if (pte.frame === 0) {
        if (pte.migration !== 0 || pte.hwpoison !== 0 || pte.device_private !== 0) me.error = Errno.EINVAL;
        continue;
      }
      const folio = k.folio(pte.frame);
      if (pte.write === 1) me.writable = 1;
      if (k.page_mapcount(pte.frame) > 1) shared++;
      if (!k.PageAnon(pte.frame)) me.error = Errno.EINVAL;
      else if (folio.lru === 0 || folio.locked === 1 || !k.is_refcount_suitable(pte.frame)) me.error = Errno.EAGAIN;
      if (me.error !== Errno.none) break;
    }
    // A mapping in which nothing was ever written has no anon_vma, and is none for khugepaged. Only khugepaged minds shared pages.
    const tooShared = me.madvise === 0 && shared > (me.more + 1) >> 1;
    if (me.error === Errno.none && (tooShared || mapped === 0)) me.error = Errno.EINVAL;
  },
  SCAN_PAGE_RO: {
    local: me => {
      if (me.error === Errno.none && me.writable === 0) me.error = Errno.EINVAL;
    },
  },
  scanned: {
    local: (me, go) => {
      me.writable = 0;
      if (me.error === Errno.none) return go.mmap_read_unlock_scanned;
      me.swapped = 0;
      return go.mmap_read_unlock;
    },
  },
  /** The lock is let go for the allocation. */
  mmap_read_unlock_scanned(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  collapse_huge_page: calls(Collapse)(
    collapse_huge_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.more = me.more;
      to.madvise = me.madvise;
      to.swapped = me.swapped;
      me.swapped = 0;
    },
    (me, got) => {
      me.error = got.error;
    },
  ),
  ret: { local: () => done },

  /** A file's pages: tmpfs, and no file system that writes to a disk. */
  mmap_read_unlock_file(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  collapse_file: calls(Collapse)(
    collapse_file,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.madvise = me.madvise;
    },
    (me, got) => {
      me.error = got.error;
    },
  ),
  ret_file: { local: () => done },

  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
