// v6.4: a second test for pins in reclaim, after the unmap: mappings are gone from the count, so that only pins can make it large.
import { change } from '../../machine/index.js';
import { shrink_page_list } from '../../model/index.js';
import { commit } from '../commit.js';

export const d824ec2a1546 = commit(
  {
    id: 'd824ec2a1546',
    subject: 'mm: do not reclaim private data from pinned page',
    since: 'v6.4',
    says:
      'An unmapped page that looks pinned is not written out and keeps its private data. Also in 6.1.28. The unmap ' +
      'has happened by then.',
  },
  change(shrink_page_list, (edit) =>
    edit.before('PageDirty', {
      folio_maybe_dma_pinned(k, me, go) {
        me.unmapped = 0;
        if (k.page_maybe_dma_pinned(me.folio)) return go.activate_locked;
      },
    }),
  ),
);
