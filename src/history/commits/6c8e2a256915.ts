// v5.18: MADV_FREE pages are dropped only if nobody holds them, looked at after the PTE is cleared.
import { change } from '../../machine/index.js';
import { try_to_unmap_one } from '../../model/index.js';
import { commit } from '../commit.js';

export const lazyfree_counts_references = change(try_to_unmap_one, (edit) =>
  edit.replace('lazyfree', (k, me, go) => {
    const folio = k.folio(me.folio);
    if (folio.file === 1) return go.page_remove_rmap;
    if (folio.swapbacked === 1) return;
    if (folio.ref === 1 + k.folio_mapcount(me.folio) && folio.dirty === 0) return go.page_remove_rmap;
    return go.lazyfree_redirtied;
  }),
);

export const c6c8e2a256915 = commit(
  {
    id: '6c8e2a256915',
    subject: 'mm: fix race between MADV_FREE reclaim and blkdev direct IO read',
    since: 'v5.18',
    says: 'A lazyfree page with any extra reference is mapped back instead of dropped. Also in 5.15.y.',
  },
  lazyfree_counts_references,
);
