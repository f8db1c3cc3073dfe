// v5.11: clearing soft-dirty bits leaves pages that look pinned writable, and so always dirty.
import { change } from '../../machine/index.js';
import { clear_refs_pte_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const c9348b73c2e1b = commit(
  {
    id: '9348b73c2e1b',
    subject: "mm: don't play games with pinned pages in clear_page_refs",
    since: 'v5.11',
    says: 'A page that looks pinned is not write-protected. Also in 5.10.9.',
  },
  change(clear_refs_pte_range, edit =>
    edit.after('pte_offset_map_lock', {
      pte_is_pinned(k, me, go) {
        const { frame, write } = k.pte(me.mm, me.page);
        if (!k.is_cow_mapping(me.mm, me.page) || frame === 0 || write === 0 || k.hasPinned(me.mm) === 0) return;
        if (k.page_maybe_dma_pinned(frame)) return go.pte_unmap_unlock;
      },
    }),
  ),
);
