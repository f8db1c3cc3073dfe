// Mutations of migration: counts that are not asked, entries that are not waited for, and what is not undone.
import { change } from '../../src/machine/index.js';
import {
  handle_pte_fault,
  isolate_migratepages_block,
  move_to_new_page,
  remove_migration_ptes,
  See,
  try_to_unmap_one,
} from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const MIG: readonly Mutation[] = [
  mutation(
    'a page is moved whatever its count is',
    'migrate_page_move_mapping() does not ask who else holds the page.',
    'v5.8',
    ['migration-races-with-a-pin', 'STAY'],
    change(move_to_new_page, edit =>
      edit.replace('page_count', (k, me, go) => {
        k.observe(See.STAY, k.pinsOn(me.folio) !== 0);
        return go.migrate_page_copy;
      }),
    ),
  ),
  mutation(
    'a page of the swap cache is not frozen',
    'The swap cache gets the new page while somebody who looked the old one up is about to use it.',
    'v5.8',
    ['migration-of-a-swap-cache-page', 'CNT'],
    change(move_to_new_page, edit =>
      edit.replace('page_ref_freeze', () => {
        // Whoever has it has it.
      }),
    ),
  ),
  mutation(
    'a migration entry is taken for nothing',
    'A fault on a migration entry brings a page of zeroes.',
    'v6.12',
    ['stores-race-with-migration', 'DIRT'],
    change(handle_pte_fault, edit =>
      edit.replace('orig_pte', (k, me, go) => {
        const pte = k.pte(me.mm, me.page);
        if (pte.frame === 0) {
          k.pte_clear_not_present(me.mm, me.page);
          return go.do_anonymous_page;
        }
        me.orig_frame = pte.frame;
        return go.pte_same;
      }),
    ),
  ),
  mutation(
    'copied before the TLB flush',
    'A CPU stores through its TLB into the old page when that has been copied.',
    'v5.8',
    ['stores-race-with-migration', 'DIRT'],
    change(try_to_unmap_one, edit =>
      edit.replace('flush_tlb_page', () => {
        // Later, or never.
      }),
    ),
  ),
  mutation(
    'mapped back read-only',
    'The write permission of the entry is forgotten when a migration fails.',
    'v5.8',
    ['migration-of-a-pinned-page', 'UNDO'],
    change(remove_migration_ptes, edit =>
      edit.before('set_pte_at', {
        make_readable_migration_entry(k, me) {
          k.pte(me.mm, me.page).migration_write = 0;
        },
      }),
    ),
  ),
  mutation(
    'compaction takes what others hold',
    'isolate_migratepages_block() compares no counts.',
    'v6.12',
    ['compaction-skips-a-pinned-page', 'useless-invalidation'],
    change(isolate_migratepages_block, edit =>
      edit.replace('page_count', () => {
        // Whatever the count says.
      }),
    ),
  ),
];
