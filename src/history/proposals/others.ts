// Proposals that leave reclaim's order alone: a flag for the callback, a flag for the caller, and two ways to keep the page in a fault.
import { calls, change, done } from '../../machine/index.js';
import {
  do_swap_page,
  i915_gem_userptr_invalidate,
  Shrink,
  shrink_page_list,
  try_to_unmap,
  userptr_mn_invalidate_range_start,
} from '../../model/index.js';
import { commit } from '../commit.js';
import { do_wp_page_simplified } from '../commits/09854ba94c6a.js';

/** The prelude of the same day: a callback may answer "again" and keep its pages; the unmap goes on all the same. */
export const mayfail = commit(
  {
    id: 'mayfail',
    subject: 'mm/mmu_notifier: Mark up direct reclaim paths with MAYFAIL',
    since: '-',
    says:
      'A callback that would have to wait for the GPU returns at once and keeps its references; the core ignores the ' +
      'answer and unmaps.',
  },
  change(userptr_mn_invalidate_range_start, edit =>
    edit
      .replace('interval_tree_iter_first', (k, me) => {
        if (k.pin(me.device, me.page).frame === 0 || k.devices[me.device].busy === 1) return done;
      })
      .replace('i915_gem_object_unbind', (k, me) => {
        if (k.devices[me.device].busy === 1) return done;
        if (k.pin(me.device, me.page).frame !== 0) me.revoked = 1;
      }),
  ),
  change(i915_gem_userptr_invalidate, edit =>
    edit
      .replace('mmu_interval_set_seq', (k, me) => {
        if (k.pin(me.device, me.page).frame === 0 || k.devices[me.device].busy === 1) return done;
      })
      .replace('dma_resv_wait_timeout', (k, me) => {
        if (k.devices[me.device].busy === 0 && k.pin(me.device, me.page).frame !== 0) me.revoked = 1;
        return done;
      }),
  ),
);

/** Below the cut of v1: a better TTU flag? Asked once a page, before any VMA is walked. */
export const ttuFlag = commit(
  {
    id: 'ttu-flag',
    subject: 'a TTU flag with which reclaim asks try_to_unmap() to leave pinned pages alone',
    since: '-',
    says: 'One test before the rmap walk, for callers that set the flag; here reclaim is the only caller that does.',
  },
  change(shrink_page_list, edit =>
    edit.replace(
      'try_to_unmap',
      calls(Shrink)(
        try_to_unmap,
        (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
          to.proposed_flag = 1;
        },
        (me, got) => {
          me.unmapped = got.unmapped;
          me.cleared = got.cleared;
          me.revoked = got.revoked;
        },
      ),
    ),
  ),
  change(try_to_unmap, edit =>
    edit.before('rmap_walk_anon', {
      /** Who flushes later is reclaim: no other caller asks for TTU_BATCH_FLUSH. */
      TTU_SKIP_PINNED(k, me) {
        if (me.proposed_flag === 1 && me.mm === 0 && me.cleared === 0 && k.page_maybe_dma_pinned(me.folio)) return done;
      },
    }),
  ),
);

/** Linus, in feb889fb40fa, as another valid fix: (b) map it writable again in do_swap_page(). */
export const remapWritable = commit(
  {
    id: 'remap-writable',
    subject: 'do_swap_page() maps a page that looks pinned writable again',
    since: '-',
    says: 'A read fault on a page that looks pinned, and that only this entry names, gives the write permission back.',
  },
  change(do_swap_page, edit =>
    edit.after('set_pte_at', {
      pte_mkwrite_pinned(k, me) {
        const folio = k.folio(me.folio);
        const users = k.page_mapcount(me.folio) + (folio.swapcache === 1 ? k.slot(k.slotOf(me.folio)).map : 0);
        if (me.reuse === 1 || users > 1) return;
        if (k.page_maybe_dma_pinned(me.folio)) k.pte(me.mm, me.page).write = 1;
      },
    }),
  ),
);

/** The same mail: (c) do not copy a pinned page in do_wp_page(); and why not: a reuse decision needs certainty. */
export const noCow = commit(
  {
    id: 'no-cow',
    subject: 'do_wp_page() reuses a page that looks pinned',
    since: '-',
    says:
      'A write fault on a page that looks pinned makes it writable instead of copying it, whoever else maps it. ' +
      'Needs the rule of v5.9.',
  },
  change(do_wp_page_simplified.path, edit =>
    edit.before('page_count', {
      wp_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.wp_page_reuse;
      },
    }),
  ),
);
