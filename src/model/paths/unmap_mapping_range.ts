// A file's page is unmapped from all processes, because it is about to leave the file. Pins are not asked.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { zap_pte_range } from './zap_pte_range.js';

/** page, more: the range. even_cows: what processes have copied for themselves goes, too. */
export const UnmapRange = record('UnmapRange', { page: PAGE, more: PAGE, even_cows: 1, next: 3, mm: MM, keep_swap: 1 });

export const unmap_mapping_range = path('mm/memory.c:unmap_mapping_range() @v5.8', UnmapRange)({
  /** The interval tree of i_mmap, under its read lock. */
  vma_interval_tree_foreach(k, me) {
    const mms = k.i_mmap(me.page, me.more);
    let { next } = me;
    while (next < k.shape.mms && ((mms >>> next) & 1) === 0) next++;
    me.mm = next & 3;
    me.next = next + 1;
    me.keep_swap = 1;
    if (next < k.shape.mms) return;
    me.mm = 0;
    me.next = 0;
    me.keep_swap = 0;
    return done;
  },
  zap_page_range_single: calls(UnmapRange)(zap_pte_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
    to.keep_cows = me.even_cows === 1 ? 0 : 1;
    to.keep_swap = me.keep_swap;
  }),
  next_vma: { local: (_me, go) => go.vma_interval_tree_foreach },
});
