// Mutations of anonymous memory beyond reclaim: the zero page.
import { zero_page_is_not_counted } from '../../src/history/commits/c8070b787519.js';
import { swap_cache_is_looked_at_again } from '../../src/history/commits/userfaultfd-move-fixes.js';
import { change } from '../../src/machine/index.js';
import { do_anonymous_page } from '../../src/model/index.js';
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
  mutation(
    'the swap cache is not looked at again',
    'UFFDIO_MOVE trusts what it found before it had the PTL.',
    'v6.18',
    ['page-comes-back-while-it-is-moved', 'LIVE'],
    change(swap_cache_is_looked_at_again.path, edit => edit.remove('SWAP_HAS_CACHE')),
  ),
  mutation(
    'a new page is not mlocked',
    'A page that is allocated for a locked mapping gets PG_mlocked only when mlock() comes by.',
    'v5.9',
    ['new-page-of-a-locked-mapping', 'told'],
    change(do_anonymous_page, edit =>
      edit.replace('lru_cache_add_active_or_unevictable', (k, me) => {
        const folio = k.folio(me.folio);
        folio.lru_add_batch = 1;
        folio.ref++;
      }),
    ),
  ),
];
