// Large folios of files and of tmpfs, from v5.17 to v6.18: what is done to a part of one, and whether reclaim splits it.
import { calls, change, done, wait } from '../../machine/index.js';
import {
  do_fault,
  Errno,
  madvise_cold_or_pageout_pte_range,
  ShmemWrite,
  shmem_writepage,
  shrink_page_list,
  split_huge_page_to_list,
  Truncate,
  truncate_inode_pages_range,
  try_to_unmap,
  zap_pte_range,
} from '../../model/index.js';
import { commit } from '../commit.js';

/** mm/truncate.c:truncate_inode_partial_folio(): wiped first, then split; what cannot be split goes whole, or stays as it is. */
const partial_folios = change(truncate_inode_pages_range, edit =>
  edit
    .before('shmem_punch_compound', {
      /** mm/shmem.c:shmem_undo_range(): a folio of tmpfs is dirty, so that it is not dropped below. */
      folio_mark_dirty(k, me) {
        me.tracked = k.tracksDirty(me.page) ? 1 : 0;
        if (me.tracked === 0) k.set_page_dirty(me.folio);
      },
      folio_zero_range(k, me) {
        const head = k.head(me.folio);
        for (let n = 0; n <= me.tails; n++)
          if (me.first + n >= me.page && me.first + n <= me.page + me.more) k.wiped(head + n, me.first + n);
      },
    })
    .aside('do_invalidatepage', {
      /** Somebody refers to it. Dirty, it stays with what is wiped; clean, all of it is dropped, whoever holds the rest. */
      folio_test_dirty(k, me, go) {
        if (k.folio(me.folio).dirty === 1) return go.unlock_page;
        me.mapped = k.folio_mapcount(me.folio) > 0 ? 1 : 0;
        return go.mapped_again;
      },
    })
    .rename('shmem_punch_compound', 'split_folio')
    .replace('split_huge_page', {
      local: (me, go) => {
        const { failed } = me;
        me.failed = 0;
        if (failed === 1) return go.folio_test_dirty;
        me.tails = 0;
        return go.page_mapped;
      },
    })
    .remove('clear_highpage')
    .remove('set_page_dirty'),
);
export const b9a8a4195c7d = commit(
  {
    id: 'b9a8a4195c7d',
    subject: 'truncate,shmem: Handle truncates that split large folios',
    since: 'v5.17',
    says:
      'Of a large folio that a pin keeps from being split, the hole is wiped in place if the folio is dirty. A clean one is dropped ' +
      'whole, with the pages that nobody asked for.',
  },
  partial_folios,
);

export const fa04f5b60fda = commit(
  {
    id: 'fa04f5b60fda',
    subject: 'mm/truncate: unmap large folio on split failure',
    since: 'v6.18',
    says: 'A large folio of a file that cannot be split for a hole is unmapped, and faulted in by page. Also in 6.1.y.',
  },
  change(partial_folios.path, edit =>
    edit.before('folio_test_dirty', {
      /** mm/truncate.c:try_folio_split_or_unmap(); tmpfs is left as it is. */
      try_to_unmap: calls(Truncate)(
        [try_to_unmap],
        (me, to) => {
          to.folio = me.folio - me.page - me.nth + me.first;
          to.page = me.first;
          to.more = me.tails;
          to.ignore_mlock = 1;
          to.flush = 1;
        },
        undefined,
        me => me.tracked - 1,
      ),
    }),
  ),
);

/** The id of the commit was not looked up: v5.15 lacks it, 6.1 has it. */
export const split_releases_buffers = commit(
  {
    id: 'split-releases-buffers',
    subject: 'split_huge_page_to_list() releases the buffers of a folio of a file before it counts references (as read in 6.1)',
    since: 'v6.1',
    says: 'A clean large folio with buffers can be split. One that somebody holds loses its buffers, and then is not split.',
  },
  change(split_huge_page_to_list, edit =>
    edit.before('can_split_huge_page', {
      filemap_release_folio(k, me) {
        if (me.file === 0 || k.try_to_free_buffers(me.folio)) return;
        me.error = Errno.EBUSY;
        return done;
      },
    }),
  ),
);

/** As 6.1.191 and 6.12.y have it; the id in mainline, which is later than v6.18, was not looked up. */
export const zap_marks_dirty = commit(
  {
    id: 'zap-huge-dirty',
    subject: 'mm/huge_memory: transfer the pmd dirty bit to the folio on zap (as read in 6.1.192)',
    since: 'v6.18',
    says: 'What was written through the PMD of a huge page of tmpfs survives munmap(). Before, the page was clean, and reclaim dropped it.',
  },
  change(zap_pte_range, edit =>
    edit.after('page_remove_rmap_pmd', {
      folio_mark_dirty(k, me) {
        if (me.pmd_dirty === 1 && k.folio(me.folio).file === 1) k.set_page_dirty(me.folio);
      },
    }),
  ),
);

export const c3931b871c493 = commit(
  {
    id: '3931b871c493',
    subject: 'mm: madvise: avoid split during MADV_PAGEOUT and MADV_COLD',
    since: 'v6.10',
    says: 'A large folio that is mapped as a whole in the range is reclaimed whole; another one is split, and left alone if that fails.',
  },
  change(madvise_cold_or_pageout_pte_range, edit =>
    edit
      .replace('page_mapcount_large', (k, me, go) => {
        const folio = k.folio(me.folio);
        if (k.fullyMapped(me.mm, me.page, me.more, me.folio)) {
          if (folio.lru === 1 && k.folio_mapcount(me.folio) === k.nr_pages(me.folio)) me.nr = k.nr_pages(me.folio) - 1;
          return me.nr > 0 ? go.page_mapcount : go.pte_unmap_unlock_left;
        }
        if (k.page_mapcount(me.folio) !== 1 || folio.locked === 1) return go.pte_unmap_unlock_left;
        folio.locked = 1;
      })
      .replace('put_page_large', (k, me, go) => {
        const { folio, failed } = me;
        me.failed = 0;
        k.put(folio, 1);
        return failed === 1 ? go.next_pte : go.pte_offset_map_lock;
      })
      .remove('pte_unmap_unlock_out'),
  ),
);

export const c19773df031bc = commit(
  {
    id: '19773df031bc',
    subject: 'mm/fault: try to map the entire file folio in finish_fault()',
    since: 'v6.18',
    says: 'A fault maps all of a large folio of a file, not only one that finds it in the cache.',
  },
  change(do_fault, edit =>
    edit.replace('finish_fault', (k, me, go) => {
      const pte = k.pte(me.mm, me.page);
      if (pte.ptl === 1) return wait;
      me.locked = 0;
      if (!k.pte_none(me.mm, me.page)) return go.unlock_page_lost;
      if (me.cow_page === 0 && k.pmdMappable(me.mm, me.page, me.folio)) return go.do_set_pmd;
      if (me.cow_page === 0 && k.folio(me.folio).order > 0) return go.filemap_map_pmd;
      pte.ptl = 1;
      if (me.cow_page !== 0) return go.page_add_new_anon_rmap;
    }),
  ),
);

export const c809bc86517cc = commit(
  {
    id: '809bc86517cc',
    subject: 'mm: shmem: support large folio swap out',
    since: 'v6.12',
    says: 'Reclaim unmaps a huge page of tmpfs as it is, and asks afterwards who holds it. Before, it split first, which a pin refuses.',
  },
  change(shrink_page_list, edit => edit.replace('split_shmem', { local: (_me, go) => go.page_mapped })),
  change(shmem_writepage, edit =>
    edit
      .aside('redirty', {
        /** "Ensure the subpages are still dirty". */
        folio_test_set_dirty(k, me) {
          k.folio(me.folio).dirty = 1;
        },
        split_huge_page_to_list_to_order: calls(ShmemWrite)(
          split_huge_page_to_list,
          (me, to) => {
            to.folio = me.folio;
            to.list = 1;
          },
          (me, got) => {
            me.failed = got.error === Errno.none ? 0 : 1;
          },
        ),
        splitted: {
          local: (me, go) => {
            const { failed } = me;
            me.failed = 0;
            if (failed === 1) return go.redirty;
            me.more = 0;
            me.split = 1;
          },
        },
        folio_clear_dirty(k, me, go) {
          k.folio(me.folio).dirty = 0;
          return go.get_swap_page;
        },
      })
      .replace('get_swap_page', (k, me, go) => {
        const none = me.more === 0 ? go.redirty : go.folio_test_set_dirty;
        if (k.maybe(k.shape.swapMayFill)) return none;
        me.slot = k.freeSlot(me.more + 1);
        if (me.slot === 0) return none;
        for (let n = 0; n <= me.more; n++) k.slot(me.slot + n).has_cache = 1;
      }),
  ),
);
