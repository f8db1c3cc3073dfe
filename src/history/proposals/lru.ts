// Proposals that keep pinned pages away from reclaim's lists, or mark them: asked in the thread, argued about cost, never written.
import { change } from '../../machine/index.js';
import {
  i915_gem_userptr_put_pages,
  pin_user_pages_fast,
  shrink_inactive_list,
  shrink_page_list,
  unpin_user_page,
  type World,
} from '../../model/index.js';
import { commit } from '../commit.js';

/** isolate_lru_page(): fails where somebody else has the page already, or it has not come to a list yet. */
function isolate(k: World, frame: number): void {
  const folio = k.folio(frame);
  if (folio.lru === 0) return;
  folio.lru = 0;
  folio.proposed_flag = 1;
}

/** At the last unpin, what pinning did is undone. */
function putback(k: World, frame: number, device: number): void {
  const folio = k.folio(frame);
  if (k.pinsOn(frame) !== 1 << device || folio.proposed_flag === 0) return;
  folio.proposed_flag = 0;
  folio.lru = 1;
}

function clearFlag(k: World, frame: number, device: number): void {
  if (k.pinsOn(frame) === 1 << device) k.folio(frame).proposed_flag = 0;
}

/** Yang Shi's question: why not skip pinned pages already in the scan? */
export const lruScan = commit(
  {
    id: 'lru-scan',
    subject: 'skip pages that look pinned in isolate_lru_pages()',
    since: '-',
    says: 'A page that looks pinned is not isolated at all.',
  },
  change(shrink_inactive_list, edit =>
    edit.after('isolate_lru_pages', {
      lru_scan_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.move_pages_to_lru;
      },
    }),
  ),
);

/** Matthew Wilcox's question: why are pinned pages on the LRU at all? */
export const offLru = commit(
  {
    id: 'off-lru',
    subject: 'take pages off the LRU while they are pinned',
    since: '-',
    says: 'Pinning isolates the page, the last unpin puts it back. One LRU lock each; a page that reclaim holds already is missed.',
  },
  change(pin_user_pages_fast, edit =>
    edit
      .before('SetPageReferenced', {
        isolate_lru_page(k, me) {
          isolate(k, me.folio);
        },
      })
      .after('try_grab_page', {
        isolate_lru_page_slow(k, me) {
          isolate(k, me.folio);
        },
      })
      .rename('isolate_lru_page_slow', 'isolate_lru_page'),
  ),
  change(unpin_user_page, edit =>
    edit.before('page_ref_sub', {
      putback_lru_page(k, me) {
        putback(k, me.folio, me.device);
      },
    }),
  ),
  change(i915_gem_userptr_put_pages, edit =>
    edit.before('unpin_user_page', {
      putback_lru_page(k, me) {
        putback(k, me.folio, me.device);
      },
    }),
  ),
);

/** Matthew Wilcox again: treat them like mlocked pages. */
export const unevictable = commit(
  {
    id: 'unevictable',
    subject: 'pinned pages are unevictable',
    since: '-',
    says: 'Pinning sets a page flag that page_evictable() looks at; the last unpin clears it. "The mlock_vma_page problem all over again".',
  },
  change(pin_user_pages_fast, edit =>
    edit
      .before('SetPageReferenced', {
        SetPageUnevictable(k, me) {
          k.folio(me.folio).proposed_flag = 1;
        },
      })
      .after('try_grab_page', {
        SetPageUnevictable_slow(k, me) {
          k.folio(me.folio).proposed_flag = 1;
        },
      })
      .rename('SetPageUnevictable_slow', 'SetPageUnevictable'),
  ),
  change(unpin_user_page, edit =>
    edit.before('page_ref_sub', {
      ClearPageUnevictable(k, me) {
        clearFlag(k, me.folio, me.device);
      },
    }),
  ),
  change(i915_gem_userptr_put_pages, edit =>
    edit.before('unpin_user_page', {
      ClearPageUnevictable(k, me) {
        clearFlag(k, me.folio, me.device);
      },
    }),
  ),
  change(shrink_page_list, edit =>
    edit.before('page_evictable', {
      PageUnevictable(k, me, go) {
        if (k.folio(me.folio).proposed_flag === 1) return go.keep_locked;
      },
    }),
  ),
);

/** Chris Wilson below the cut: limit it to FOLL_LONGTERM? */
export const onlyLongterm = commit(
  {
    id: 'only-longterm',
    subject: 'keep only pages with a FOLL_LONGTERM pin, early in shrink_page_list()',
    since: '-',
    says:
      'Needs a page flag, since the count does not tell long pins from short ones; nobody has one to spare. Short ' +
      'pins are treated as before.',
  },
  change(pin_user_pages_fast, edit =>
    edit
      .before('SetPageReferenced', {
        SetPageLongterm(k, me) {
          if (me.longterm === 1) k.folio(me.folio).proposed_flag = 1;
        },
      })
      .after('try_grab_page', {
        SetPageLongterm_slow(k, me) {
          if (me.longterm === 1) k.folio(me.folio).proposed_flag = 1;
        },
      })
      .rename('SetPageLongterm_slow', 'SetPageLongterm'),
  ),
  change(unpin_user_page, edit =>
    edit.before('page_ref_sub', {
      ClearPageLongterm(k, me) {
        clearFlag(k, me.folio, me.device);
      },
    }),
  ),
  change(i915_gem_userptr_put_pages, edit =>
    edit.before('unpin_user_page', {
      ClearPageLongterm(k, me) {
        clearFlag(k, me.folio, me.device);
      },
    }),
  ),
  change(shrink_page_list, edit =>
    edit.before('add_to_swap', {
      PageLongterm(k, me, go) {
        if (k.folio(me.folio).proposed_flag === 1) return go.keep_locked;
      },
    }),
  ),
);
