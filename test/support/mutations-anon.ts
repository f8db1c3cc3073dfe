// Mutations of anonymous memory beyond reclaim: the zero page.
import { zero_page_is_not_counted } from '../../src/history/commits/c8070b787519.js';
import { change } from '../../src/machine/index.js';
import { type Mutation, mutation } from './mutation.js';

export const ANON: readonly Mutation[] = [
  mutation(
    'the zero page is unpinned and was not pinned',
    'GUP counts nothing for the zero page, and the unpin takes the whole bias back.',
    'v6.12',
    ['zero-page-under-direct-io', 'CNT'],
    change(zero_page_is_not_counted.path, edit =>
      edit.replace('is_zero_page', (k, me, go) => {
        if (me.get === 1 || k.PageAnon(me.folio)) return;
        k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times);
        return go.pte_unmap_unlock;
      }),
    ),
  ),
];
