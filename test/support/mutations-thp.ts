// Mutations of large folios: what is done for one page and has to be done for all, and counts that are not asked.
import { change, done } from '../../src/machine/index.js';
import {
  __collapse_huge_page_isolate,
  __split_huge_pmd,
  collapse_huge_page,
  memory_failure,
  migrate_misplaced_transhuge_page,
  move_to_new_page,
  remove_migration_ptes,
  See,
  set_pmd_migration_entry,
  soft_offline_page,
  split_huge_page_to_list,
  split_huge_pages_pid,
} from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const THP: readonly Mutation[] = [
  mutation(
    'a huge page is frozen before its TLB entry is flushed away',
    'set_pmd_migration_entry() flushes the first page only: a CPU goes on storing to another one while it is copied.',
    'v5.8',
    ['stores-race-with-the-migration-of-a-huge-page', 'DIRT'],
    change(set_pmd_migration_entry, edit =>
      edit.replace('flush_pmd_tlb_range', (k, me) => {
        k.flush(me.mm, me.page);
      }),
    ),
  ),
  mutation(
    'a huge page comes back with too many references',
    'remove_migration_pmd() takes a reference for each page, although one PMD maps them all.',
    'v5.8',
    ['migration-of-a-referenced-huge-page', 'CNT'],
    change(remove_migration_ptes, edit =>
      edit.replace('get_page_pmd', (k, me) => {
        k.folio(me.new).ref += me.more + 1;
      }),
    ),
  ),
  mutation(
    'a huge page is moved whatever its count is',
    'migrate_page_move_mapping() does not ask who else holds the huge page.',
    'v5.8',
    ['pin-lands-while-a-huge-page-is-migrated', 'STAY'],
    change(move_to_new_page, edit =>
      edit.replace('page_count', (k, me, go) => {
        k.observe(See.STAY, k.pinsOnFolio(me.folio) !== 0);
        return go.migrate_page_copy;
      }),
    ),
  ),
  mutation(
    'one bad page takes its huge page along',
    'Soft offline does not split: it moves all of a large folio for one page of it.',
    'v5.8',
    ['soft-offline-of-a-huge-page', 'told'],
    change(soft_offline_page, edit => edit.remove('split_huge_page')),
  ),
  mutation(
    'a split looks at the count too late only',
    'Neither split_huge_page_to_list() nor its caller has a racy check: clients hear of a split that a settled pin forbids.',
    'v5.8',
    ['split-of-a-pinned-huge-page', 'told'],
    change(split_huge_pages_pid, edit => edit.remove('can_split_huge_page')),
    change(split_huge_page_to_list, edit => edit.remove('can_split_huge_page')),
  ),
  mutation(
    'a split PMD gives its pages one reference',
    '__split_huge_pmd() forgets that each page is a mapping of its own from now on.',
    'v5.8',
    ['part-of-a-pinned-huge-page-is-given-up', 'CNT'],
    change(__split_huge_pmd, edit => edit.remove('page_ref_add')),
  ),
  mutation(
    'memory failure keeps the reference of a huge page that it cannot split',
    'It gives up without putting the page.',
    'v5.8',
    ['memory-failure-of-a-pinned-huge-page', 'CNT'],
    change(memory_failure, edit => edit.replace('MF_MSG_UNSPLIT_THP', () => done)),
  ),
  mutation(
    'khugepaged counts references only once',
    '__collapse_huge_page_isolate() believes the scan: a pin that has landed since is left on a page that is copied.',
    'v6.12',
    ['fast-pin-races-with-collapse', 'COH'],
    change(__collapse_huge_page_isolate, edit => edit.remove('is_refcount_suitable')),
  ),
  mutation(
    'a collapse does not flush',
    'A CPU goes on storing to small pages while they are copied.',
    'v5.8',
    ['stores-race-with-collapse', 'DIRT'],
    change(collapse_huge_page, edit => edit.remove('flush_tlb_range')),
  ),
  mutation(
    'a collapse that is given up leaves the page table out of reach',
    'collapse_huge_page() does not populate the PMD again.',
    'v6.12',
    ['fast-pin-races-with-collapse', 'CNT'],
    change(collapse_huge_page, edit =>
      edit.replace('pmd_populate', () => {
        // It stays where it is.
      }),
    ),
  ),
  mutation(
    'NUMA balancing moves a huge page without a look at its count',
    'migrate_misplaced_transhuge_page() neither compares nor freezes the count: a pin stays behind.',
    'v5.8',
    ['numa-balancing-of-a-pinned-huge-page', 'COH'],
    change(migrate_misplaced_transhuge_page, edit => edit.remove('page_count').replace('page_ref_freeze', () => undefined)),
  ),
];
