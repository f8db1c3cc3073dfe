// What changed for pages of hugetlbfs from v5.12 to v6.7: fork and pins, MADV_DONTNEED, mremap(), notifiers, move_pages().
import { calls, change, done, wait } from '../../machine/index.js';
import {
  __unmap_hugepage_range,
  add_page_for_migration,
  copy_hugetlb_page_range,
  Errno,
  HugetlbMove,
  HugetlbZap,
  hugetlb_cow,
  MfResult,
  madvise_dontneed_single_vma,
  me_huge_page,
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  move_hugetlb_page_tables,
  unmap_hugepage_range,
} from '../../model/index.js';
import { commit } from '../commit.js';

/** Asked before the entry is write-protected: a pin of the fast walk may land in between, until 623a1ddfeb23. */
export const pinned_is_copied = change(copy_hugetlb_page_range, edit =>
  edit
    .aside('spin_unlock', {
      spin_unlock_copy(k, me) {
        k.pte(me.mm, me.page).ptl = 0;
      },
      spin_unlock_child_copy(k, me) {
        k.pte(me.child, me.page).ptl = 0;
      },
      /** From the pool, not from the parent's reserve. */
      alloc_huge_page(k, me) {
        me.new = k.alloc(me.page, k.anonVma(me.child, me.page));
        if (me.new === 0) return wait;
      },
      /** What the parent's other threads write from now on is not the child's. */
      copy_user_huge_page(k, me) {
        k.page(me.new).content = k.page(me.folio).content;
        k.expectAlike(me.mm, me.child, me.page);
        k.becomesOwn(me.child, me.page, k.page(me.new).content);
      },
      put_page(k, me) {
        k.put(me.folio, 1);
      },
      huge_pte_lock_again(k, me) {
        const pte = k.pte(me.child, me.page);
        if (pte.ptl === 1) return wait;
        pte.ptl = 1;
      },
      /** The copy is the child's if the parent's entry is still what it was. */
      pte_same(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        pte.ptl = 1;
        if (pte.frame !== me.folio || pte.write !== me.pte_write) return go.put_page_new;
      },
      /** hugetlb_install_page(): the child's own from the start. */
      hugepage_add_new_anon_rmap(k, me) {
        k.page(me.new).mapcount = 1;
      },
      set_huge_pte_at_copy(k, me) {
        const pte = k.pte(me.child, me.page);
        pte.frame = me.new;
        pte.write = k.allows(me.child, me.page, 1) ? 1 : 0;
        pte.dirty = 1;
        pte.none = k.vma(me.child, me.page).none;
      },
      set_page_huge_active(k, me, go) {
        k.folio(me.new).huge_active = 1;
        me.new = 0;
        return go.spin_unlock;
      },
      put_page_new(k, me, go) {
        k.put(me.new, 1);
        me.new = 0;
        return go.huge_ptep_get;
      },
    })
    .rename('set_huge_pte_at_copy', 'set_huge_pte_at')
    .remove('get_page')
    .before('huge_ptep_set_wrprotect', {
      get_page_first(k, me) {
        k.folio(me.folio).ref++;
      },
      page_needs_cow_for_dma(k, me, go) {
        if (me.cow === 1 && k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.spin_unlock_copy;
      },
    })
    .rename('get_page_first', 'get_page'),
);

export const c4eae4efa2c29 = commit(
  {
    id: '4eae4efa2c29',
    subject: 'hugetlb: do early cow when page pinned on src mm',
    since: 'v5.12',
    says: 'fork copies a pinned page of hugetlbfs for the child, as it does small pages since v5.9.',
  },
  pinned_is_copied,
);

export const c550a7d60bd5e = commit(
  {
    id: '550a7d60bd5e',
    subject: 'mm, hugepages: add mremap() support for hugepage backed vma',
    since: 'v5.16',
    says: 'mremap() moves pages of hugetlbfs, pinned or not; before, EINVAL.',
  },
  change(move_hugetlb_page_tables, edit =>
    edit
      .after('vma_to_resize', {
        mmu_notifier_invalidate_range_start: calls(HugetlbMove)(mmu_notifier_invalidate_range_start, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
        huge_pte_lock(k, me, go) {
          const pte = k.pte(me.mm, me.page);
          if (pte.ptl === 1) return wait;
          if (pte.frame === 0) return go.mmu_notifier_invalidate_range_end;
          pte.ptl = 1;
        },
        /** move_huge_pte() */
        huge_ptep_get_and_clear(k, me) {
          const pte = k.pte(me.mm, me.page);
          me.folio = pte.frame;
          me.write = pte.write;
          me.dirty = pte.dirty;
          k.clearPte(me.mm, me.page);
        },
        set_huge_pte_at(k, me) {
          k.restorePte(me.mm, me.page, me.folio, me.write, me.dirty);
          k.forgetTracking(me.mm, me.page);
        },
        spin_unlock(k, me) {
          k.pte(me.mm, me.page).ptl = 0;
        },
        flush_hugetlb_tlb_range(k, me) {
          k.flush(me.mm, me.page);
        },
        mmu_notifier_invalidate_range_end: calls(HugetlbMove)(mmu_notifier_invalidate_range_end, (me, to) => {
          to.mm = me.mm;
        }),
        out: { local: () => done },
      })
      .replace('vma_to_resize', () => {}),
  ),
);

export const dontneed_of_hugetlb = change(madvise_dontneed_single_vma, edit =>
  edit.replace('can_madv_lru_vma', (k, me, go) => {
    if (me.guard === 0 && k.vma(me.mm, me.page).locked === 0 && me.unaligned === 0) return;
    me.error = Errno.EINVAL;
    return go.mmap_read_unlock;
  }),
);

export const c90e7e7f5ef3f = commit(
  {
    id: '90e7e7f5ef3f',
    subject: 'mm: enable MADV_DONTNEED for hugetlb mappings',
    since: 'v5.18',
    says: 'MADV_DONTNEED throws pages of hugetlbfs away, whole ones only; before, EINVAL.',
  },
  dontneed_of_hugetlb,
);

export const c623a1ddfeb23 = commit(
  {
    id: '623a1ddfeb23',
    subject: 'mm/hugetlb: take src_mm->write_protect_seq in copy_hugetlb_page_range()',
    since: 'v5.19',
    says: 'No fast FOLL_PIN of a page of hugetlbfs survives a fork that was under way.',
  },
  change(copy_hugetlb_page_range, edit =>
    edit
      .after('mmu_notifier_invalidate_range_start', {
        raw_write_seqcount_begin(k, me) {
          k.bumpWriteProtectSeq(me.mm);
        },
      })
      .before('mmu_notifier_invalidate_range_end', {
        raw_write_seqcount_end(k, me) {
          k.bumpWriteProtectSeq(me.mm);
        },
      }),
  ),
);

export const bcd51a3c679d = commit(
  {
    id: 'bcd51a3c679d',
    subject: 'hugetlb: lazy page table copies in fork()',
    since: 'v6.0',
    says: 'fork copies nothing of a mapping of hugetlbfs that has no anonymous pages: faults bring the same from the file.',
  },
  change(copy_hugetlb_page_range, edit =>
    edit.before('cow', {
      vma_needs_copy(k, me) {
        if (!k.hasAnonVma(me.mm, me.page)) return done;
      },
    }),
  ),
);

export const shared_is_written = change(hugetlb_cow, edit =>
  edit.before('page_mapcount', {
    VM_MAYSHARE(k, me, go) {
      if (k.vma(me.mm, me.page).shared === 1) return go.set_huge_ptep_writable;
    },
  }),
);

export const c1d8d14641fd9 = commit(
  {
    id: '1d8d14641fd9',
    subject: 'mm/hugetlb: support write-faults in shared mappings',
    since: 'v6.0',
    says:
      'A write fault in a shared mapping gives the write bit back. Before, it copied, and the process was on a page that the ' +
      'file has not.',
  },
  shared_is_written,
);

export const c369258ce41c6 = commit(
  {
    id: '369258ce41c6',
    subject: 'hugetlb: remove duplicate mmu notifications',
    since: 'v6.2',
    says: 'munmap() and MADV_DONTNEED tell clients once of a page of hugetlbfs, no longer twice.',
  },
  change(__unmap_hugepage_range, edit =>
    edit
      .remove('mmu_notifier_invalidate_range_start')
      .replace('tlb_remove_page_size', (k, me) => {
        k.put(me.folio, 1);
        return done;
      })
      .remove('mmu_notifier_invalidate_range_end'),
  ),
  change(unmap_hugepage_range, edit =>
    edit
      .before('__unmap_hugepage_range', {
        mmu_notifier_invalidate_range_start: calls(HugetlbZap)(mmu_notifier_invalidate_range_start, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
      })
      .after('__unmap_hugepage_range', {
        mmu_notifier_invalidate_range_end: calls(HugetlbZap)(mmu_notifier_invalidate_range_end, (me, to) => {
          to.mm = me.mm;
        }),
      }),
  ),
);

export const b426ed7889be = commit(
  {
    id: 'b426ed7889be',
    subject: 'mm: migrate: remove PageHead() check for HugeTLB in add_page_for_migration()',
    since: 'v6.7',
    says: 'move_pages() of an address inside a huge page moves the page; before, its status was EACCES.',
  },
  change(add_page_for_migration, edit => edit.remove('PageHead')),
);

export const a8b2c2ce89d4 = commit(
  {
    id: 'a8b2c2ce89d4',
    subject: 'mm,hwpoison: take free pages off the buddy freelists',
    since: 'v5.11',
    says: 'Memory failure of a page of hugetlbfs is a failure unless the page could be dissolved, which a pin prevents.',
  },
  change(me_huge_page, edit =>
    edit.replace('dissolve_free_huge_page', (k, me) => {
      me.result = k.page(me.folio).page === 0 ? MfResult.RECOVERED : MfResult.FAILED;
    }),
  ),
);
