// Mutations of memory failure and munlock: poison that is missed, and other processes that are not asked.
import { change, done, wait } from '../../src/machine/index.js';
import {
  check_and_migrate_cma_pages,
  dmirror_devmem_fault,
  memory_failure,
  migrate_vma_pages,
  migrate_vma_setup,
  munlock_vma_pages_range,
  soft_offline_page,
  try_to_unmap_one,
} from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const DEV: readonly Mutation[] = [
  mutation(
    'a long-term pin is given back with put_page()',
    'H24 again: one reference of 1024.',
    'v6.12',
    ['long-term-pin-of-a-movable-page', 'CNT'],
    change(check_and_migrate_cma_pages, edit =>
      edit.before('migrate_pages', {
        put_page_again(k, me) {
          k.page(me.folio).ref += k.shape.bias - 1;
        },
      }),
    ),
  ),
  mutation(
    'soft offline forgets its reference',
    'The reference that MADV_SOFT_OFFLINE has taken stays on the page.',
    'v5.8',
    ['soft-offline-of-a-pinned-page', 'CNT'],
    change(soft_offline_page, edit => edit.remove('put_page')),
  ),
  mutation(
    'migrate_vma does not count',
    'A page goes to device memory whoever else has a reference.',
    'v5.8',
    ['pinned-page-does-not-go-to-a-device', 'moved'],
    change(migrate_vma_setup, edit =>
      edit
        .replace('migrate_vma_check_page', () => {
          // Nobody is counted.
        })
        .replace('migrate_vma_check_page_again', (k, me) => {
          me.unmapped = 0;
          me.migrate = 1;
          k.folio(me.folio).held = 0;
          return done;
        }),
    ),
    change(migrate_vma_pages, edit =>
      edit.replace('migrate_page', () => {
        // Nor here.
      }),
    ),
  ),
  mutation(
    'a page comes back empty',
    'The driver forgets to copy what it fetches.',
    'v5.8',
    ['page-goes-to-a-device-and-back', 'DIRT'],
    change(dmirror_devmem_fault, edit =>
      edit.replace('alloc_page_vma', (k, me) => {
        me.newpage = k.alloc(me.page, 0);
        if (me.newpage === 0) return wait;
        k.folio(me.newpage).locked = 1;
      }),
    ),
  ),
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
