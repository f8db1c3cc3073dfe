// Mutations of large folios of files: their split, the PMD that goes with it, and a huge page of tmpfs on its way to swap.
import { change } from '../../src/machine/index.js';
import { __split_huge_pmd, shmem_writepage, split_huge_page_to_list } from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const LARGE_FILES: readonly Mutation[] = [
  mutation(
    'a split does not count',
    'The folio is taken apart whoever refers to it.',
    'v6.12',
    ['pin-lands-while-a-tmpfs-huge-page-is-split', 'CNT'],
    change(split_huge_page_to_list, edit =>
      edit.replace('page_ref_freeze', (k, me) => {
        me.unmapped = 0;
        k.folio(me.folio).ref = 0;
        me.nth = me.more;
      }),
    ),
  ),
  mutation(
    'a PMD of a file that is split forgets that it was dirty',
    'Nobody tells the folio what was written through it.',
    'v6.12',
    ['huge-page-keeps-dirty-when-its-pmd-is-split', 'DIRT'],
    change(__split_huge_pmd, edit => edit.remove('set_page_dirty')),
  ),
  mutation(
    'one swap entry for a huge page',
    'When it goes to swap, its file remembers the first page only.',
    'v6.12',
    ['tmpfs-huge-page-is-reclaimed', 'DIRT'],
    change(shmem_writepage, edit =>
      edit.replace('shmem_replace_entry', (k, me) => {
        k.__delete_from_page_cache(me.folio);
        k.cached(me.page).swap = me.slot;
        me.slot = 0;
      }),
    ),
  ),
];
