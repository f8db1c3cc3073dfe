// mlock() and MADV_POPULATE_WRITE: the page is faulted in, as a write would where the mapping is writable; mlock() keeps it from reclaim.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO } from '../vma.js';
import { handle_pte_fault } from './handle_pte_fault.js';
import { split_vma } from './split_vma.js';

/** lock: 0 only populates (MADV_POPULATE_WRITE). */
export const Populate = record('Populate', { mm: MM, page: PAGE, more: PAGE, lock: 1, write: 1, folio: FRAME, hwpoison: 1, error: ERRNO });

export const populate_vma_page_range = path('mm/gup.c:populate_vma_page_range() @v5.8', Populate)({
  mmap_write_lock(k, me, go) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
    if (me.lock === 0) return go.mlock_fixup;
  },
  split_vma: calls(Populate)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  /** The flag is set under the lock for writing; the pages follow under the lock for reading. */
  mlock_fixup(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      // hugetlbfs is never swapped: its mappings are not marked, only filled.
      if (me.lock === 1 && vma.gone === 0 && !k.is_vm_hugetlb_page(page)) vma.locked = 1;
    }
    k.mmap_write_downgrade(me.mm);
  },
  /** -ENOMEM or -EFAULT where nothing is mapped, nothing may be accessed, or a guard stands. */
  check_vma_flags(k, me) {
    if (k.allows(me.mm, me.page, 0)) return;
    k.mmap_read_unlock(me.mm);
    return done;
  },
  /** FOLL_WRITE in a private writable mapping: a copy that has to be made is made now. */
  follow_page_mask(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    // mlock() breaks COW where there is something to break; a shared mapping is only read.
    const writable = k.allows(me.mm, me.page, 1) && (me.lock === 0 || k.is_cow_mapping(me.mm, me.page));
    me.write = writable ? 1 : 0;
    const frame = k.mapped(me.mm, me.page);
    if (frame === 0 || (writable && pte.write === 0)) return go.faultin_page;
    pte.ptl = 1;
    me.folio = frame;
  },
  /** Under the PTL, so that the page is still mapped. A page that somebody has locked is left to reclaim, which finds out. */
  mlock_vma_page(k, me) {
    const folio = k.folio(me.folio);
    if (me.lock === 1 && k.PageAnon(me.folio) && folio.locked === 0) folio.mlocked = 1;
  },
  pte_unmap_unlock(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    if (me.more > 0) {
      me.page++;
      me.more--;
      me.folio = 0;
      return go.check_vma_flags;
    }
    k.mmap_read_unlock(me.mm);
    return done;
  },
  faultin_page: calls(Populate)(
    handle_pte_fault,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = me.write;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  retry: { local: (me, go) => (me.hwpoison === 1 ? go.out : go.follow_page_mask) },
  out(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
