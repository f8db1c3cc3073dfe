// v6.9: compaction takes large folios, too.
import { change } from '../../machine/index.js';
import { isolate_migratepages_block } from '../../model/index.js';
import { commit } from '../commit.js';

export const ee6f62fd34f0 = commit(
  {
    id: 'ee6f62fd34f0',
    subject: 'mm/compaction: enable compacting >0 order folios.',
    since: 'v6.9',
    says: 'A large folio is no longer passed over. One that is pinned is: its references are counted as those of a single page.',
  },
  change(isolate_migratepages_block, edit => edit.remove('PageCompound')),
);
