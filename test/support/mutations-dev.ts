// Mutations of memory failure and munlock: poison that is missed, and other processes that are not asked.
import { change } from '../../src/machine/index.js';
import { memory_failure, munlock_vma_pages_range, try_to_unmap_one } from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const DEV: readonly Mutation[] = [
  mutation(
    'munlock asks nobody',
    'The page loses PG_mlocked although another process has it locked.',
    'v5.8',
    ['munlock-of-a-shared-page', 'lost'],
    change(munlock_vma_pages_range, edit => edit.replace('page_mapcount', (_k, _me, go) => go.unlock_page)),
  ),
  mutation(
    'poison is asked about after MADV_FREE',
    'The unmap drops a clean lazyfree page without a trace although it is poisoned.',
    'v5.8',
    ['poisoned-lazyfree-page', 'zeroes'],
    change(try_to_unmap_one, edit =>
      edit.replace('set_page_dirty', (k, me, go) => {
        const folio = k.folio(me.folio);
        if (me.pte_dirty === 1) folio.dirty = 1;
        if (folio.swapbacked === 0 && folio.dirty === 0) return go.page_remove_rmap;
        if (folio.hwpoison === 1 && me.ignore_hwpoison === 0) return go.make_hwpoison_entry;
      }),
    ),
  ),
  mutation(
    'a pin is not counted',
    'page_action() takes a page for recovered that a device goes on using.',
    'v5.8',
    ['memory-failure-of-a-pinned-page', 'failed'],
    change(memory_failure, edit =>
      edit.replace('page_action', () => {
        // Nobody is counted.
      }),
    ),
  ),
];
