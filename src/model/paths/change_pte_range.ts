// mprotect(), and userfaultfd's write protection: an entry loses or gets back rights. No pin is asked; a device writes on.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { Backing } from '../pagecache.js';
import { ERRNO, Errno } from '../vma.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { split_vma } from './split_vma.js';

/** write, none: the protection asked for. uffd: the VMA keeps its own, only the entry changes. backing: what stands behind the page. */
export const Protect = record('Protect', { mm: MM, page: PAGE, more: PAGE, write: 1, none: 1, uffd: 1, backing: 2, error: ERRNO });

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
    to.more = me.more;
  }),
  vma_set_page_prot(k, me) {
    if (me.uffd === 1) return;
    for (let page = me.page; page <= me.page + me.more; page++) {
      const vma = k.vma(me.mm, page);
      vma.none = me.none;
      vma.readonly = me.none === 0 && me.write === 0 ? 1 : 0;
      // The same as its neighbours again: merged.
      if (k.merges(me.mm, page)) vma.split = 0;
    }
  },
  mmu_notifier_invalidate_range_start: calls(Protect)(mmu_notifier_invalidate_range_start, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    // pgtable_split_needed(): userfaultfd's markers in a file's mapping are entries of single pages.
    const whole = k.wholeRange(me.page, me.more) && (me.uffd === 0 || me.backing === Backing.anon);
    if (pte.pmd === 1) return whole ? go.pmd_trans_huge_lock : go.__split_huge_pmd;
    if (pte.ptl === 1) return wait;
    k.flush(me.mm, me.page);
    pte.ptl = 1;
  },
  /** Rights are taken away at once and not given back before v6.0: a private page gets its write bit from the next write fault. */
  ptep_modify_prot_commit(k, me) {
    const pte = k.pte(me.mm, me.page);
    // A writable migration entry loses that whatever is asked for: "a protection check is difficult".
    pte.migration_write = 0;
    if (me.uffd === 1 && !k.pte_none(me.mm, me.page)) pte.uffd_wp = 1 - me.write;
    if (pte.frame === 0 && pte.zero === 0) return;
    k.keepStale(me.mm, me.page);
    if (me.uffd === 0) pte.none = me.none;
    if (me.write === 0) pte.write = 0;
    // A shared mapping's own rights: writable at once where nobody wants to hear of the first write, or has heard of it.
    else if (me.uffd === 0 && pte.frame !== 0 && k.vma(me.mm, me.page).shared === 1 && !k.tracksWrites(me.mm, me.page)) {
      if (pte.dirty === 1 || !k.tracksDirty(me.page)) pte.write = 1;
    }
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  flush_tlb_range(k, me, go) {
    k.flush(me.mm, me.page);
    if (me.more === 0) return go.mmu_notifier_invalidate_range_end;
    me.page++;
    me.more--;
    return go.pte_offset_map_lock;
  },

  __split_huge_pmd: calls(Protect)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  splitted: { local: (_me, go) => go.pte_offset_map_lock },

  /** mm/huge_memory.c:change_huge_pmd() */
  pmd_trans_huge_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.pte(me.mm, me.page).pmd === 1) return;
    k.pmd_unlock(me.mm, me.page);
    return go.pte_offset_map_lock;
  },
  pmdp_invalidate(k, me) {
    for (let page = me.page; page <= me.page + me.more; page++) {
      const pte = k.pte(me.mm, page);
      k.keepStale(me.mm, page);
      if (me.uffd === 0) pte.none = me.none;
      else pte.uffd_wp = 1 - me.write;
      if (me.write === 0) pte.write = 0;
    }
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.more = 0;
  },
  mmu_notifier_invalidate_range_end: calls(Protect)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
