// An allocation that finds no free page reclaims one itself, in the middle of whatever it was called for.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { PAGE } from '../folio.js';
import { shrink_inactive_list } from './shrink_inactive_list.js';

/** Passes before the OOM killer would be called; whoever still finds nothing then waits for memory. */
const TRIES = 2;

export const DirectReclaim = record('DirectReclaim', { page: PAGE, tries: 2 });

export const __alloc_pages_direct_reclaim = path('mm/page_alloc.c:__alloc_pages_direct_reclaim() @v5.8', DirectReclaim)({
  /** get_page_from_freelist() once more; then whichever page the LRU has at its tail. */
  get_page_from_freelist(k, me) {
    if (k.anyFree() || me.tries === TRIES) return done;
    me.tries++;
    me.page = k.choose(k.shape.pages.length);
  },
  shrink_inactive_list: calls(DirectReclaim)(shrink_inactive_list, (me, to) => {
    to.page = me.page;
  }),
  retry: { local: (_me, go) => go.get_page_from_freelist },
});
