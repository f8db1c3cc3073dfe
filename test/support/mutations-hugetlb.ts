// Mutations of hugetlbfs: fork, the pool, the fault mutex, migration. And one of a monitor that brings missing pages.
import { pinned_is_copied } from '../../src/history/commits/hugetlb.js';
import { change, done, wait } from '../../src/machine/index.js';
import { __unmap_hugepage_range, hugetlb_fault, Moved, mcopy_atomic_pte, unmap_and_move_huge_page } from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const HUGETLB: readonly Mutation[] = [
  mutation(
    'fork of hugetlbfs asks nobody',
    'The pages are shared, and the counter of forks is left to stand for the question.',
    'v5.18',
    ['hugetlb-fork-of-a-pinned-page', 'COH'],
    change(pinned_is_copied.path, edit => edit.remove('page_needs_cow_for_dma')),
  ),
  mutation(
    'no fault mutex',
    'Two faults on the same new page take a huge page each, or try to.',
    'v6.1',
    ['hugetlb-last-page-of-the-pool', 'sigbus'],
    change(hugetlb_fault, edit =>
      edit
        .replace('mutex_lock', () => {})
        .replace('mutex_unlock', (_k, me) => {
          if (me.need_wait_lock === 0) return done;
        }),
    ),
  ),
  mutation(
    'a child that lost its page is not marked',
    'After the parent has taken the page, the child faults in zeroes.',
    'v6.12',
    ['hugetlb-pool-is-empty', 'DIRT'],
    change(__unmap_hugepage_range, edit => edit.remove('set_vma_resv_flags')),
  ),
  mutation(
    'a huge page that could not be moved is not mapped back',
    'Only a move that went well is followed by remove_migration_ptes().',
    'v5.8',
    ['hugetlb-migration-of-a-pinned-page', 'CNT'],
    change(unmap_and_move_huge_page, edit =>
      edit.replace('page_was_mapped', {
        local: (me, go) => (me.was_mapped === 1 && me.rc === Moved.success ? go.remove_migration_ptes : go.rc),
      }),
    ),
  ),
  mutation(
    'UFFDIO_COPY does not look',
    'A monitor puts its page over whatever is there by now.',
    'v6.12',
    ['uffd-copy-twice', 'both'],
    change(mcopy_atomic_pte, edit =>
      edit.replace('pte_offset_map_lock', (k, me) => {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        pte.ptl = 1;
      }),
    ),
  ),
];
