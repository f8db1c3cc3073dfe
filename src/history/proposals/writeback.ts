// Jan Kara's patches of February 2023 that were not merged: what writeback does with a pinned page, for cleaning and for integrity.
import { change } from '../../machine/index.js';
import { write_cache_pages } from '../../model/index.js';
import { commit } from '../commit.js';

export const wbSkip = commit(
  {
    id: 'wb-skip',
    subject: 'mm: Do not try to write pinned folio during memory cleaning writeback',
    since: '-',
    says: 'The flusher passes over a page that looks pinned, which stays dirty and writable. Integrity writeback (fsync) writes it.',
  },
  change(write_cache_pages, edit =>
    edit.before('page_buffers', {
      wb_skip_maybe_dma_pinned(k, me, go) {
        if (me.sync === 0 && k.page_maybe_dma_pinned(me.folio)) return go.continue_unlock;
      },
    }),
  ),
);

export const wbBounce = commit(
  {
    id: 'wb-bounce',
    subject: 'block: bounce pinned pages when they are written out',
    since: '-',
    says: 'The disk is given a copy of a page that looks pinned: what a device writes meanwhile changes nothing under the checksum.',
  },
  change(write_cache_pages, edit =>
    edit.replace('set_page_writeback', (k, me) => {
      const folio = k.folio(me.folio);
      for (let n = me.first; n <= me.first + me.tails; n++) k.map_blocks(n);
      folio.writeback = 1;
      if (!k.page_maybe_dma_pinned(me.folio)) return;
      folio.bounced = 1;
      folio.written = 1;
      for (let n = 0; n <= me.tails; n++) k.writeBlock(me.first + n, k.page(me.folio + n).content);
    }),
  ),
);
