// An option: some memory is of hugetlbfs. Where the kernel asks is_vm_hugetlb_page(), it goes another way from there; a scenario with
// such a page gets it, and elsewhere nobody asks.
import { calls, change, done } from '../../machine/index.js';
import {
  __unmap_hugepage_range,
  CopyRange,
  change_pte_range,
  clear_refs_pte_range,
  copy_hugetlb_page_range,
  copy_page_range,
  Fault,
  handle_pte_fault,
  hugetlb_change_protection,
  hugetlb_fault,
  ksm_madvise,
  Move,
  move_hugetlb_page_tables,
  move_ptes,
  munlock_vma_pages_range,
  Protect,
  populate_vma_page_range,
  split_vma,
  Zap,
  zap_pte_range,
} from '../../model/index.js';
import { commit } from '../commit.js';
import { hugePageFails } from './hugetlb-failure.js';
import {
  hugetlbMigrates,
  isolatesForMigration,
  isolatesForOffline,
  isolatesForPin,
  isolatesForPolicy,
  isolatesRange,
} from './hugetlb-migration.js';

const faults = change(handle_pte_fault, edit =>
  edit
    .aside('mapped', {
      hugetlb_fault: calls(Fault)(
        hugetlb_fault,
        (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
          to.write = me.write;
          to.unshare = me.unshare;
        },
        (me, got) => {
          me.hwpoison = got.sigbus;
          me.fallback = got.userfault;
        },
      ),
      hugetlb_handled: {
        local: (me, go) => {
          if (me.fallback === 0) return done;
          me.fallback = 0;
          return go.handle_userfault;
        },
      },
    })
    /** mm/memory.c:handle_mm_fault(). */
    .before('orig_pte', {
      is_vm_hugetlb_page(k, me, go) {
        if (k.is_vm_hugetlb_page(me.page)) return go.hugetlb_fault;
      },
    }),
);

/** mm/memory.c:unmap_single_vma(). */
const zaps = change(zap_pte_range, edit =>
  edit
    .aside('mmu_notifier_invalidate_range_end', {
      __unmap_hugepage_range: calls(Zap)(__unmap_hugepage_range, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
      }),
    })
    .before('pte_offset_map_lock', {
      is_vm_hugetlb_page(k, me, go) {
        if (k.is_vm_hugetlb_page(me.page)) return go.__unmap_hugepage_range;
      },
    }),
);

const forks = change(copy_page_range, edit =>
  edit
    .aside('out', {
      copy_hugetlb_page_range: calls(CopyRange)(copy_hugetlb_page_range, (me, to) => {
        to.mm = me.mm;
        to.child = me.child;
        to.page = me.page;
      }),
    })
    .before('anon_vma', {
      is_vm_hugetlb_page(k, me, go) {
        if (k.is_vm_hugetlb_page(me.page)) return go.copy_hugetlb_page_range;
      },
    }),
);

/** mm/mprotect.c:change_protection(). */
const protects = change(change_pte_range, edit =>
  edit
    .aside('mmap_write_unlock', {
      hugetlb_change_protection: calls(Protect)(hugetlb_change_protection, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
        to.write = me.write;
        to.none = me.none;
        to.uffd = me.uffd;
      }),
    })
    .before('mmu_notifier_invalidate_range_start', {
      is_vm_hugetlb_page(k, me, go) {
        if (k.is_vm_hugetlb_page(me.page)) return go.hugetlb_change_protection;
      },
    }),
);

const moves = change(move_ptes, edit =>
  edit
    .aside('mmap_write_unlock', {
      move_hugetlb_page_tables: calls(Move)(move_hugetlb_page_tables, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
      }),
    })
    .before('split_vma', {
      is_vm_hugetlb_page(k, me, go) {
        if (k.is_vm_hugetlb_page(me.page)) return go.move_hugetlb_page_tables;
      },
    }),
);

/** A mapping of hugetlbfs ends where a huge page does: nothing in a PMD has to be split with it. */
const splits = change(split_vma, edit =>
  edit.before('vma_adjust', {
    is_vm_hugetlb_page(k, me) {
      if (k.is_vm_hugetlb_page(me.page)) return done;
    },
  }),
);

/** mm/gup.c:follow_hugetlb_page() only takes the page; mm/mlock.c:mlock_fixup() leaves such mappings alone. */
const locks = change(populate_vma_page_range, edit =>
  edit.before('mlock_vma_page', {
    is_vm_hugetlb_page(k, me, go) {
      if (k.is_vm_hugetlb_page(me.page)) return go.pte_unmap_unlock;
    },
  }),
);
const unlocks = change(munlock_vma_pages_range, edit =>
  edit.before('split_vma', {
    is_vm_hugetlb_page(k, me, go) {
      if (k.is_vm_hugetlb_page(me.page)) return go.mmap_write_unlock;
    },
  }),
);

/** "Just ignore the advice". */
const merges = change(ksm_madvise, edit =>
  edit.before('mmap_write_lock', {
    VM_HUGETLB(k, me) {
      if (k.is_vm_hugetlb_page(me.page)) return done;
    },
  }),
);

/** clear_refs_walk_ops has nothing for hugetlbfs. */
const clears = change(clear_refs_pte_range, edit =>
  edit.before('mmap_write_lock', {
    hugetlb_entry(k, me) {
      if (k.is_vm_hugetlb_page(me.page)) return done;
    },
  }),
);

export const hugetlbfs = commit(
  {
    id: 'hugetlbfs',
    subject: 'is_vm_hugetlb_page() is asked, and paths of mm/hugetlb.c are taken',
    since: '-',
    says:
      'Faults, zap, fork, mprotect, mremap and migration of a page of hugetlbfs have paths of their own; reclaim, KSM and mlock ' +
      'leave it alone.',
  },
  faults,
  zaps,
  forks,
  protects,
  moves,
  splits,
  locks,
  unlocks,
  merges,
  clears,
  hugetlbMigrates,
  isolatesForMigration,
  isolatesForPolicy,
  isolatesRange,
  isolatesForOffline,
  isolatesForPin,
  hugePageFails,
);
