// What goes on by itself: the disks' I/O, of swap and of files, and the LRU add batches of other CPUs being drained.
import { record, wait } from '../../machine/index.js';
import { path } from '../declare.js';

export const Nothing = record('Nothing', { unused: 1 });

/** The write reads memory at some moment between its submission and its completion: a store in between may be on disk or not. */
export const swap_io = path('mm/page_io.c:end_swap_bio_write() @v5.8', Nothing)({
  swap_bio(k, _me, go) {
    const n = k.choose(k.shape.frames) + 1;
    const folio = k.page(n);
    if (folio.writeback === 0) return wait;
    if (folio.written === 0) {
      folio.written = 1;
      if (folio.swapcache === 0) for (let i = 0; i < 1 << folio.order; i++) k.writeBlock(folio.page - 1 + i, k.page(n + i).content);
      else for (let i = 0; i < 1 << folio.order; i++) k.slot(folio.slot + i).content = k.page(n + i).content;
    } else {
      folio.written = 0;
      folio.writeback = 0;
      folio.bounced = 0;
    }
    return go.swap_bio;
  },
});

export const lru_add_drain = path('mm/swap.c:__pagevec_lru_add() @v5.8', Nothing)({
  SetPageLRU(k, _me, go) {
    const n = k.choose(k.shape.frames) + 1;
    const folio = k.page(n);
    if (folio.lru_add_batch === 0) return wait;
    folio.lru_add_batch = 0;
    folio.lru = 1;
    k.put(n, 1);
    return go.SetPageLRU;
  },
});
