// The thread's proposals, June 2020 and after: where to look for a pin, before, inside or after the unmap.
// Each is written for v5.8 and composes with every later kernel.
import { change, done } from '../../machine/index.js';
import { shrink_page_list, try_to_unmap_one } from '../../model/index.js';
import { type Commit, commit } from '../commit.js';
import { feb889fb40fa } from '../commits/feb889fb40fa.js';
import { earlyCallers, earlyMigrate } from './callers.js';
import { lruScan, offLru, onlyLongterm, unevictable } from './lru.js';
import { unlockedMigrate } from './migration.js';
import { mayfail, noCow, remapWritable, ttuFlag } from './others.js';

/** Chris Wilson's patch as posted: one test a VMA, before the notifier; "true" sends the rmap walk on to the next VMA. */
const v1 = commit(
  {
    id: 'v1',
    subject: 'mm: Skip opportunistic reclaim for dma pinned pages',
    since: '-',
    says: 'try_to_unmap_one() returns true for a page that looks pinned, before the PMD is split, the notifier and the page table walk.',
  },
  change(try_to_unmap_one, (edit) =>
    edit.before('split_huge_pmd_address', {
      v1_page_maybe_dma_pinned(k, me) {
        if (k.page_maybe_dma_pinned(me.folio)) return done;
      },
    }),
  ),
);

const ttuBeforeClear = commit(
  {
    id: 'ttu-before-clear',
    subject: 'test in try_to_unmap_one() under the PTL, before the PTE is cleared',
    since: '-',
    says: 'The unmap fails if the page looks pinned when its PTE has been locked. GUP-fast does not take that lock.',
  },
  change(try_to_unmap_one, (edit) =>
    edit.before('ptep_get_and_clear', {
      ttu_before_clear_maybe_dma_pinned(k, me, go) {
        if (!k.page_maybe_dma_pinned(me.folio)) return;
        me.ret = 0;
        return go.page_vma_mapped_walk_done;
      },
    }),
  ),
);

const ttuAfterClear = commit(
  {
    id: 'ttu-after-clear',
    subject: 'test in try_to_unmap_one() under the PTL, after the PTE is cleared, and restore',
    since: '-',
    says: 'The PTE is cleared, the count is read, and the PTE is put back if the page looks pinned.',
  },
  change(try_to_unmap_one, (edit) =>
    edit
      .aside('mmu_notifier_invalidate_range_end', {
        ttu_restore(k, me) {
          k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
          me.ret = 0;
        },
        ttu_restore_unlock(k, me) {
          k.pte(me.mm, me.page).ptl = 0;
          me.pte_write = 0;
          me.pte_dirty = 0;
          me.anon_exclusive = 0;
        },
      })
      .after('set_page_dirty', {
        ttu_after_clear_maybe_dma_pinned(k, me, go) {
          if (k.page_maybe_dma_pinned(me.folio)) return go.ttu_restore;
        },
      }),
  ),
);

const early = commit(
  {
    id: 'early',
    subject: 'test early in shrink_page_list(), for any page',
    since: '-',
    says: 'A page that looks pinned is kept before anything is done to it: the place that Hocko, Kara and Hubbard preferred.',
  },
  change(shrink_page_list, (edit) =>
    edit.before('add_to_swap', {
      early_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.keep_locked;
      },
    }),
  ),
);

const late = commit(
  {
    id: 'late',
    subject: 'test after the unmap, before pageout()',
    since: '-',
    says: 'The place of the later d824ec2a1546: mappings are gone from the count, and so is the mapping.',
  },
  change(shrink_page_list, (edit) =>
    edit.before('PageDirty', {
      late_maybe_dma_pinned(k, me, go) {
        me.unmapped = 0;
        if (k.page_maybe_dma_pinned(me.folio)) return go.activate_locked;
      },
    }),
  ),
);

const exactCount = commit(
  {
    id: 'exact-count',
    subject: 'exact count before the unmap: references beyond mappings, swap cache and our own',
    since: '-',
    says: 'Sees FOLL_GET too and is not fooled by many mappings; sees every passing reference as well.',
  },
  change(shrink_page_list, (edit) =>
    edit.before('add_to_swap', {
      page_count_exact(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.ref > k.folio_mapcount(me.folio) + folio.swapcache + folio.mapping + folio.private + 1) return go.keep_locked;
      },
    }),
  ),
);

/** The proposals by name. A commit may be proposed for a kernel that lacks it, too: feb889fb40fa for v5.8. */
export const PROPOSALS: readonly Commit[] = [
  v1,
  ttuBeforeClear,
  ttuAfterClear,
  early,
  earlyMigrate,
  earlyCallers,
  feb889fb40fa,
  late,
  exactCount,
  lruScan,
  offLru,
  unevictable,
  onlyLongterm,
  ttuFlag,
  mayfail,
  remapWritable,
  noCow,
  unlockedMigrate,
];
