// mprotect(), and userfaultfd's write protection: an entry loses or gets back rights. No pin is asked; a device writes on.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { Backing } from '../pagecache.js';
import { ERRNO, Errno } from '../vma.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_vma } from './split_vma.js';

/** write, none: the protection asked for. uffd: the VMA keeps its own, only the entry changes. backing: what stands behind the page. */
export const Protect = record('Protect', { mm: MM, page: PAGE, write: 1, none: 1, uffd: 1, backing: 2, error: ERRNO });

export const change_pte_range = path('mm/mprotect.c:change_pte_range() @v5.8', Protect)({
  /** UFFDIO_REGISTER for write protection. */
  vma_can_userfault: {
    local(me, go) {
      if (me.uffd === 0 || me.backing === Backing.anon) return go.mmap_write_lock;
      me.error = Errno.EINVAL;
      return done;
    },
  },
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  mprotect_fixup(k, me, go) {
    const vma = k.vma(me.mm, me.page);
    const readonly = me.none === 0 && me.write === 0 ? 1 : 0;
    if (me.uffd === 0 && vma.none === me.none && vma.readonly === readonly) return go.mmap_write_unlock;
  },
  split_vma: calls(Protect)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  vma_set_page_prot(k, me) {
    if (me.uffd === 1) return;
    const vma = k.vma(me.mm, me.page);
    vma.none = me.none;
    vma.readonly = me.none === 0 && me.write === 0 ? 1 : 0;
    // The same as its neighbours again: merged.
    if (k.merges(me.mm, me.page)) vma.split = 0;
  },
  mmu_notifier_invalidate_range_start: calls(Protect)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  /** Rights are taken away at once and not given back before v6.0: a private page gets its write bit from the next write fault. */
  ptep_modify_prot_commit(k, me) {
    const pte = k.pte(me.mm, me.page);
    // A writable migration entry loses that whatever is asked for: "a protection check is difficult".
    pte.migration_write = 0;
    if (pte.frame === 0 && pte.zero === 0) return;
    k.keepStale(me.mm, me.page);
    if (me.uffd === 0) pte.none = me.none;
    if (me.write === 0) pte.write = 0;
    // A shared mapping's own rights: writable at once where nobody wants to hear of the first write, or has heard of it.
    else if (me.uffd === 0 && pte.frame !== 0 && k.vma(me.mm, me.page).shared === 1 && (pte.dirty === 1 || !k.tracksDirty(me.page)))
      pte.write = 1;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  flush_tlb_range(k, me) {
    k.flush(me.mm, me.page);
  },
  mmu_notifier_invalidate_range_end: calls(Protect)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
