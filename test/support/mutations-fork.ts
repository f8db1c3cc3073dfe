// Mutations of fork, of exit, and of what fast GUP does beside them.

import { fast_gup_looks_twice } from '../../src/history/commits/57efa1fe5957.js';
import { asked_before_wrprotect } from '../../src/history/commits/f3c64eda3e50.js';
import { change } from '../../src/machine/index.js';
import { type Mutation, mutation } from './mutation.js';

export const FORK: readonly Mutation[] = [
  mutation(
    'fast GUP looks once',
    'It reads the counter of forks before the walk and not again after it.',
    '5.10.7',
    ['fast-pin-races-with-fork', 'COH'],
    change(fast_gup_looks_twice.path, edit =>
      edit.replace('read_seqcount_retry', (k, me, go) => {
        k.pin(me.device, me.page).pending = 0;
        return go.SetPageReferenced;
      }),
    ),
  ),
  mutation(
    'fork asks nobody',
    'It shares a page that looks pinned like any other.',
    'v5.9',
    ['fork-of-a-pinned-page', 'COH'],
    change(asked_before_wrprotect.path, edit =>
      edit.replace('copy_present_page', () => {
        // Nobody is asked.
      }),
    ),
  ),
];
