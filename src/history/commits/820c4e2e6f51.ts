// v5.18: reclaim no longer splits what is not shmem just because it is large: a THP after MADV_FREE is dropped as it is.
import { change } from '../../machine/index.js';
import { shrink_page_list } from '../../model/index.js';
import { commit } from '../commit.js';

export const c820c4e2e6f51 = commit(
  {
    id: '820c4e2e6f51',
    subject: 'mm/vmscan: Free non-shmem folios without splitting them',
    since: 'v5.18',
    says: 'A huge page given up by MADV_FREE is unmapped and freed whole; until then it was split first, which a pin refuses.',
  },
  change(shrink_page_list, edit =>
    edit.replace('split_lazyfree', { local: (_me, go) => go.page_mapped }),
  ),
);
