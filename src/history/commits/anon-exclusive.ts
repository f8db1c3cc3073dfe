// v5.19: "COW fixes part 2": PG_anon_exclusive. A page known to be ours is reused whoever refers to it, and a pinned one stays known.
import { change, done, wait } from '../../machine/index.js';
import { do_anonymous_page, do_fault, handle_pte_fault, mcopy_atomic_pte, try_to_unmap_one, wp_page_copy } from '../../model/index.js';
import { commit } from '../commit.js';
import { fork_asks_exclusive, fork_shares_swap_entries } from './anon-exclusive-fork.js';
import { merging_clears_exclusive } from './anon-exclusive-ksm.js';
import { grab_in_two } from './c24d37322548.js';
import { huge_page_is_exclusive } from './collapse-exclusive.js';
import { local_batch_is_drained, swap_in_counts_references } from './cow-fixes.js';
import { entries_remember_exclusive, migrate_refuses_pinned, mprotect_keeps_exclusive, pmd_refuses_pinned } from './exclusive-migration.js';
import {
  freeze_refuses_pinned,
  huge_exclusive_is_reused,
  huge_fork_asks_exclusive,
  new_folios_are_exclusive,
  split_may_find_pages_mapped,
} from './huge-exclusive.js';
import {
  huge_copies_are_exclusive,
  huge_copy_for_unsharing,
  huge_entries_stay_exclusive,
  huge_fork_clears_exclusive,
  huge_page_unshares,
  huge_pages_are_exclusive,
} from './hugetlb-parts.js';
import { collect_refuses_pinned } from './migrate-vma.js';

const SERIES = 'COW fixes part 2';

export const c78fbe906cc90 = commit({
  id: '78fbe906cc90',
  subject: 'mm/page-flags: reuse PG_mappedtodisk as PG_anon_exclusive for PageAnon() pages',
  since: 'v5.19',
  series: SERIES,
  says: 'The flag; 6c287605fd56 uses it.',
});

const new_pages_are_exclusive = change(do_anonymous_page, (edit) =>
  edit.replace('page_add_new_anon_rmap', (k, me) => {
    const page = k.page(me.folio);
    page.mapcount = 1;
    page.anon_exclusive = 1;
  }),
);

const monitored_pages_are_exclusive = change(mcopy_atomic_pte, edit =>
  edit.replace('page_add_new_anon_rmap', (k, me) => {
    const page = k.page(me.folio);
    page.mapcount = 1;
    page.anon_exclusive = 1;
  }),
);

const copies_are_exclusive = change(wp_page_copy, (edit) =>
  edit.replace('page_add_new_anon_rmap', (k, me) => {
    const page = k.page(me.new_page);
    page.mapcount = 1;
    page.anon_exclusive = 1;
  }),
);

const cow_faults_are_exclusive = change(do_fault, (edit) =>
  edit.replace('page_add_new_anon_rmap', (k, me) => {
    const page = k.page(me.cow_page);
    page.mapcount = 1;
    page.anon_exclusive = 1;
  }),
);

const exclusive_is_reused = change(local_batch_is_drained.path, (edit) =>
  edit
    .before('page_count_hopeless', {
      PageAnonExclusive(k, me, go) {
        if (k.page(me.folio).anon_exclusive === 1) return go.wp_page_reuse;
      },
    })
    .before('unlock_page', {
      SetPageAnonExclusive(k, me) {
        k.page(me.folio).anon_exclusive = 1;
        k.folio(me.folio).anon_vma = k.anonVma(me.mm, me.page);
      },
    }),
);

const only_reference_is_exclusive = change(swap_in_counts_references.path, (edit) =>
  edit.after('page_count', {
    RMAP_EXCLUSIVE(k, me) {
      const folio = k.folio(me.folio);
      if (folio.ksm === 0 && folio.ref === 1) k.page(me.folio).anon_exclusive = 1;
    },
  }),
);

/** Clear the PTE, then look for a pin; GUP-fast pins, then looks at the PTE. One of them must see the other. */
const unmap_refuses_pinned = change(try_to_unmap_one, (edit) =>
  edit
    .before('ptep_get_and_clear', {
      PageAnonExclusive(k, me) {
        me.anon_exclusive = k.page(me.folio).anon_exclusive;
      },
    })
    .after('ptep_get_and_clear', {
      ptep_clear_flush(k, me) {
        if (me.anon_exclusive === 1) k.flush(me.mm, me.page);
      },
    })
    .aside('mmu_notifier_invalidate_range_end', {
      swap_free(k, me) {
        k.swap_free(k.slotOf(me.folio));
      },
      set_pte_back(k, me) {
        k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
        me.ret = 0;
      },
      page_vma_mapped_walk_done_refused(k, me) {
        k.pte(me.mm, me.page).ptl = 0;
        me.pte_write = 0;
        me.pte_dirty = 0;
        me.anon_exclusive = 0;
      },
    })
    .rename('set_pte_back', 'set_pte_at')
    .rename('page_vma_mapped_walk_done_refused', 'page_vma_mapped_walk_done')
    .after('swap_duplicate', {
      page_try_share_anon_rmap(k, me, go) {
        if (me.anon_exclusive === 0) return;
        if (k.page_maybe_dma_pinned(me.folio)) return go.swap_free;
        k.page(me.folio).anon_exclusive = 0;
      },
    }),
);

export const c6c287605fd56 = commit(
  {
    id: '6c287605fd56',
    subject: 'mm: remember exclusively mapped anonymous pages with PG_anon_exclusive',
    since: 'v5.19',
    series: SERIES,
    says:
      'The unmap itself refuses an exclusive page that looks pinned: the PTE is cleared, the count is read, the PTE ' +
      'is put back. The notifier has fired by then. The same for a migration entry.',
  },
  new_pages_are_exclusive,
  monitored_pages_are_exclusive,
  new_folios_are_exclusive,
  huge_page_is_exclusive,
  copies_are_exclusive,
  cow_faults_are_exclusive,
  exclusive_is_reused,
  only_reference_is_exclusive,
  unmap_refuses_pinned,
  migrate_refuses_pinned,
  pmd_refuses_pinned,
  freeze_refuses_pinned,
  huge_exclusive_is_reused,
  huge_fork_asks_exclusive,
  split_may_find_pages_mapped,
  entries_remember_exclusive,
  mprotect_keeps_exclusive,
  fork_asks_exclusive,
  collect_refuses_pinned,
  merging_clears_exclusive,
  huge_pages_are_exclusive,
  huge_copies_are_exclusive,
  huge_fork_clears_exclusive,
  huge_entries_stay_exclusive,
);

export const unshare_fault = change(handle_pte_fault, (edit) =>
  edit.replace('pte_same', (k, me, go) => {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.orig_frame || (pte.frame === 0 && pte.zero === 0)) return done;
    if (me.unshare === 0 && (me.write === 0 || pte.write === 1)) return done;
    if (me.unshare === 0 && pte.uffd_wp === 1) return go.handle_userfault;
    if (pte.zero === 1) return go.wp_page_copy;
    pte.ptl = 1;
    me.file = k.folio(pte.frame).file;
    me.shared = k.vma(me.mm, me.page).shared;
  }),
);

export const unshared_stays_read_only = change(exclusive_is_reused.path, (edit) =>
  edit.before('wp_page_reuse', {
    FAULT_FLAG_UNSHARE(_k, me, go) {
      if (me.unshare === 1) return go.pte_unmap_unlock;
    },
  }),
);

const copy_for_unsharing = change(copies_are_exclusive.path, (edit) =>
  edit.replace('set_pte_at_notify', (k, me) => {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.new_page;
    pte.write = me.unshare === 0 && k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = me.unshare === 1 ? 0 : 1;
    // Unsharing is no write: who waits for one still does.
    if (me.unshare === 0) k.forgetTracking(me.mm, me.page);
    if (k.fileBacked(me.page)) k.copiedFrom(me.mm, me.page, me.old_page, me.new_page);
  }),
);

export const c89357e27f20 = commit(
  {
    id: 'c89357e27f20',
    subject: 'mm: support GUP-triggered unsharing of anonymous pages',
    since: 'v5.19',
    series: SERIES,
    says: 'A fault that makes a page exclusive without making it writable.',
  },
  unshare_fault,
  unshared_stays_read_only,
  copy_for_unsharing,
  huge_page_unshares,
  huge_copy_for_unsharing,
);

export const pin_only_exclusive = change(grab_in_two.path, (edit) =>
  edit
    .replace('pte_val', (k, me, go) => {
      if (!k.pteSame(me.mm, me.page, me.folio, me.pte_write, me.pmd)) return go.put_compound_head;
      k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times, 1);
    })
    .after('pte_val', {
      gup_must_unshare(k, me, go) {
        const shared = me.get === 0 && me.write === 0 && me.pte_write === 0 && k.page(me.folio).anon_exclusive === 0;
        if (shared && k.PageAnon(me.folio)) {
          k.unpin(me.device, me.page);
          return go.gup_slow;
        }
        // A fork may still have been under way.
        if (me.get === 0 && k.shape.forks) return;
        k.pin(me.device, me.page).pending = 0;
        return go.SetPageReferenced;
      },
    })
    .after('follow_page_pte', {
      gup_must_unshare_slow(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (me.get === 1 || me.write === 1 || pte.write === 1) return;
        if (!k.PageAnon(me.folio) || k.page(me.folio).anon_exclusive === 1) return;
        pte.ptl = 0;
        me.folio = 0;
        me.unshare = 1;
        return go.faultin_page;
      },
    })
    .rename('gup_must_unshare_slow', 'gup_must_unshare'),
);

export const a7f226604170 = commit(
  {
    id: 'a7f226604170',
    subject: 'mm/gup: trigger FAULT_FLAG_UNSHARE when R/O-pinning a possibly shared anonymous page',
    since: 'v5.19',
    series: SERIES,
    says: 'A pin for reading makes the page exclusive first, so that a later write by the process keeps it.',
  },
  pin_only_exclusive,
);

const entry_remembers = change(unmap_refuses_pinned.path, (edit) =>
  edit.replace('set_pte_at', (k, me) => {
    const pte = k.pte(me.mm, me.page);
    pte.swap = k.slotOf(me.folio);
    pte.swap_exclusive = me.anon_exclusive;
  }),
);

export const swap_in_trusts_entry = change(only_reference_is_exclusive.path, (edit) =>
  edit
    .replace('page_count', (k, me) => {
      const folio = k.folio(me.folio);
      // A device that wants stable pages must not see a page change that it is writing out.
      if (folio.writeback === 1 && k.shape.stableWrites) me.exclusive = 0;
      if (folio.ref === 1) me.exclusive = 1;
      if (folio.ksm === 1) me.exclusive = 0;
      me.reuse = me.write & me.exclusive;
    })
    .replace('RMAP_EXCLUSIVE', (k, me) => {
      if (me.exclusive === 1) k.page(me.folio).anon_exclusive = 1;
    }),
);

export const c1493a1913e34 = commit(
  {
    id: '1493a1913e34',
    subject: 'mm/swap: remember PG_anon_exclusive via a swp pte bit',
    since: 'v5.19',
    series: 'COW fixes part 3',
    says: 'A page swapped out as exclusive comes back as exclusive, so that even FOLL_GET users keep their page.',
  },
  entry_remembers,
  swap_in_trusts_entry,
  fork_shares_swap_entries,
);

export const no_flush_for_exclusive = change(entry_remembers.path, (edit) => edit.remove('ptep_clear_flush'));

export const c088b8aa537c2 = commit(
  {
    id: '088b8aa537c2',
    subject: 'mm: fix PageAnonExclusive clearing racing with concurrent RCU GUP-fast',
    since: 'v6.1',
    says: 'Memory barriers instead of a TLB flush. What the barriers order is not decided here: the model is sequentially consistent.',
  },
  no_flush_for_exclusive,
);
