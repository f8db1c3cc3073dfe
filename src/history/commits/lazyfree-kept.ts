// v6.18: a MADV_FREE page with an extra reference stays a MADV_FREE page when its unmap is given up. Measured, not transcribed.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { lazyfree_counts_references } from './6c8e2a256915.js';

export const lazyfree_kept = commit(
  {
    id: 'lazyfree-kept',
    subject: 'try_to_unmap_one() makes a lazyfree page an ordinary one only if it is dirty (measured on 6.18, not read)',
    since: 'v6.18',
    says: 'A referenced clean lazyfree page is mapped back as it was, and is not swapped out in the next pass either.',
  },
  change(lazyfree_counts_references.path, edit =>
    edit.replace('SetPageSwapBacked', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.dirty === 1) folio.swapbacked = 1;
      me.ret = 0;
      return go.page_vma_mapped_walk_done;
    }),
  ),
);
