// v5.18: "COW fixes part 1": the swap cache and the local LRU batch no longer count as somebody else, and swap-in counts references too.
import { change } from '../../machine/index.js';
import { do_swap_page } from '../../model/index.js';
import { commit } from '../commit.js';
import { do_wp_page_simplified } from './09854ba94c6a.js';

const SERIES = 'COW fixes part 1';

export const swap_cache_is_nobody = change(do_wp_page_simplified.path, (edit) =>
  edit
    .replace('page_count', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.ksm === 1 || folio.ref > 1 + folio.swapcache) return go.copy;
    })
    .after('trylock_page', {
      try_to_free_swap(k, me) {
        k.try_to_free_swap(me.folio);
      },
    })
    .replace('trylock_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.locked === 1) return go.copy;
      folio.locked = 1;
    })
    .replace('reuse_swap_page', (k, me, go) => {
      if (k.folio(me.folio).ref !== 1) return go.unlock_page_and_copy;
    })
    .rename('reuse_swap_page', 'page_count_locked'),
);

export const c53a05ad9f21d = commit(
  {
    id: '53a05ad9f21d',
    subject: 'mm: optimize do_wp_page() for exclusive pages in the swapcache',
    since: 'v5.18',
    series: SERIES,
    says: 'A write fault frees the swap cache first and counts afterwards.',
  },
  swap_cache_is_nobody,
);

export const local_batch_is_drained = change(swap_cache_is_nobody.path, (edit) =>
  edit.before('page_count', {
    page_count_hopeless(k, me, go) {
      const folio = k.folio(me.folio);
      if (folio.ksm === 1 || folio.ref > 3) return go.copy;
    },
    /** Drains this CPU's batch; the page may be in another CPU's. */
    lru_add_drain(k, me) {
      const folio = k.folio(me.folio);
      if (folio.lru_add_batch === 0 || k.choose(2) === 1) return;
      folio.lru_add_batch = 0;
      folio.lru = 1;
      k.put(me.folio, 1);
    },
  }),
);

export const d4c470970d45 = commit(
  {
    id: 'd4c470970d45',
    subject: 'mm: optimize do_wp_page() for fresh pages in local LRU pagevecs',
    since: 'v5.18',
    series: SERIES,
    says: 'A write fault drains the local LRU batch before it counts; a batch of another CPU still makes it copy.',
  },
  local_batch_is_drained,
);

export const swap_in_counts_references = change(do_swap_page, (edit) =>
  edit
    .remove('reuse_swap_page')
    .after('PageSwapCache', {
      lru_add_drain(k, me) {
        const folio = k.folio(me.folio);
        if (me.write === 0 || folio.lru_add_batch === 0 || k.choose(2) === 1) return;
        folio.lru_add_batch = 0;
        folio.lru = 1;
        k.put(me.folio, 1);
      },
    })
    .before('set_pte_at', {
      swap_free_first(k, me) {
        k.swap_free(me.orig_swap);
        me.orig_swap = 0;
      },
      should_try_to_free_swap(k, me) {
        const folio = k.folio(me.folio);
        if ((me.write === 1 && folio.ref === 2) || k.maybe(k.shape.swapMayFill)) k.try_to_free_swap(me.folio);
      },
      page_count(k, me) {
        const folio = k.folio(me.folio);
        me.reuse = me.write === 1 && folio.ksm === 0 && folio.ref === 1 ? 1 : 0;
      },
    })
    .rename('swap_free_first', 'swap_free')
    .remove('swap_free')
    .remove('try_to_free_swap'),
);

export const c145e0b47c77 = commit(
  {
    id: 'c145e0b47c77',
    subject: 'mm: streamline COW logic in do_swap_page()',
    since: 'v5.18',
    series: SERIES,
    says: 'Swap-in for writing reuses a page only if its reference count is 1: a pin makes it copy at once.',
  },
  swap_in_counts_references,
);
