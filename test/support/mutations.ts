// Mutations: steps done wrong on purpose. Each names the shipped scenario that must notice, on the kernel it is put into.

import { swap_in_trusts_entry } from '../../src/history/commits/anon-exclusive.js';
import { change, done, wait } from '../../src/machine/index.js';
import {
  do_anonymous_page,
  do_swap_page,
  i915_gem_userptr_put_pages,
  pin_user_pages_fast,
  shrink_page_list,
  try_to_unmap_one,
  unpin_user_page,
  wp_page_copy,
  zap_pte_range,
} from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';
import { ANON } from './mutations-anon.js';
import { DEV } from './mutations-dev.js';
import { FILE } from './mutations-file.js';
import { FORK } from './mutations-fork.js';
import { HUGETLB } from './mutations-hugetlb.js';
import { LARGE_FILES } from './mutations-large-files.js';
import { MIG } from './mutations-mig.js';
import { THP } from './mutations-thp.js';

export const MUTATIONS: readonly Mutation[] = [
  ...FILE,
  ...LARGE_FILES,
  ...FORK,
  ...HUGETLB,
  ...THP,
  mutation(
    'no PTE recheck',
    'GUP-fast returns what it grabbed without looking at the entry again.',
    'v5.8',
    ['pin-races-with-unmap-by-request', 'pin-of-cleared'],
    change(pin_user_pages_fast, edit =>
      edit.replace('pte_val', (k, me) => {
        k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times);
        return done;
      }),
    ),
  ),
  mutation(
    'plain increment',
    'GUP-fast takes a reference on a page that is being freed.',
    'v5.8',
    ['pin-races-with-unmap-by-request', 'CNT'],
    change(pin_user_pages_fast, edit =>
      edit.replace('try_grab_compound_head', (k, me) => {
        k.folio(me.folio).ref += k.shape.bias;
      }),
    ),
  ),
  mutation(
    'freeze without the exact count',
    '__remove_mapping() takes the page whatever its count is.',
    'v5.9',
    ['useless-notifier-in-swap-cache', 'LIVE'],
    change(shrink_page_list, edit =>
      edit.replace('page_ref_freeze', (k, me, go) => {
        const folio = k.folio(me.folio);
        if (folio.swapcache === 0) return go.keep_locked;
        folio.ref = 0;
      }),
    ),
  ),
  mutation(
    'dirty after unpin',
    'The device lets go first and says afterwards that it has written.',
    'v6.12',
    ['device-writes-into-swap-cache-page', 'DIRT'],
    change(unpin_user_page, edit =>
      edit.before('PageDirty', {
        unpin_first(k, me) {
          if (k.pin(me.device, me.page).frame !== 0) k.unpin(me.device, me.page);
        },
      }),
    ),
  ),
  mutation(
    'free before the TLB flush',
    'The frame goes back to the allocator while a TLB may still map it.',
    'v5.8',
    ['stores-race-with-reclaim', 'LIVE'],
    change(shrink_page_list, edit => edit.remove('try_to_unmap_flush_freed')),
  ),
  mutation(
    'write out before the TLB flush',
    'The I/O begins while a store through a stale entry may still come.',
    'v5.8',
    ['stores-race-with-reclaim', 'DIRT'],
    change(shrink_page_list, edit => edit.remove('try_to_unmap_flush_dirty')),
  ),
  mutation(
    'write out without the count',
    'pageout() does not ask who else holds the page.',
    'v5.8',
    ['pinned-pages-are-not-written-out', 'pageout-of-pinned'],
    change(shrink_page_list, edit =>
      edit.replace('is_page_cache_freeable', () => {
        // Nobody is asked.
      }),
    ),
  ),
  mutation(
    'swap-in thinks every page its own',
    'do_swap_page() maps a page writable that another process has in its page table too.',
    'v6.1',
    ['two-processes-share-a-page', 'PRIV'],
    change(swap_in_trusts_entry.path, edit =>
      edit.replace('page_count', (_k, me) => {
        me.exclusive = 1;
        me.reuse = me.write;
      }),
    ),
  ),
  mutation(
    'the PTE dirty bit is dropped',
    'The unmap forgets that the entry was dirty.',
    'v5.8',
    ['stores-race-with-reclaim', 'DIRT'],
    change(try_to_unmap_one, edit =>
      edit.replace('set_page_dirty', () => {
        // Nobody is told.
      }),
    ),
  ),
  mutation(
    'copy without comparing',
    'wp_page_copy() installs its copy without looking whether the entry is still the one that faulted.',
    'v5.9',
    ['swap-cache-page-is-written-while-reclaimed', 'CNT'],
    change(wp_page_copy, edit =>
      edit.replace('pte_same', (k, me) => {
        k.pte(me.mm, me.page).ptl = 1;
      }),
    ),
  ),
  mutation(
    'a reference is leaked',
    'The reference of the entry that was copied away stays on the old page for ever.',
    'v5.9',
    ['swap-cache-makes-a-write-copy', 'CNT'],
    change(wp_page_copy, edit => edit.remove('put_page_of_pte')),
  ),
  mutation(
    'a put too many',
    'A zap drops its reference twice.',
    'v5.8',
    ['given-up-by-request', 'LIVE'],
    change(zap_pte_range, edit =>
      edit.before('tlb_batch_pages_flush', {
        put_twice(k, me) {
          k.put(me.folio, k.shape.bias);
        },
      }),
    ),
  ),
  mutation(
    'swap-in without comparing',
    'do_swap_page() maps its page although somebody else has mapped it meanwhile.',
    'v5.8',
    ['two-threads-fault-one-page', 'CNT'],
    change(do_swap_page, edit =>
      edit.replace('pte_offset_map_lock', (k, me) => {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        pte.ptl = 1;
      }),
    ),
  ),
  mutation(
    'fault without the PTL check',
    'do_anonymous_page() maps its page over whatever came meanwhile.',
    'v5.8',
    ['two-threads-touch-a-new-page', 'DIRT'],
    change(do_anonymous_page, edit =>
      edit.replace('pte_offset_map_lock', (k, me) => {
        k.pte(me.mm, me.page).ptl = 1;
      }),
    ),
  ),
  mutation(
    'unlocked too early',
    'A PTL that is held by somebody else is not waited for.',
    'v5.9',
    ['two-threads-fault-one-page', 'CNT'],
    change(do_swap_page, edit =>
      edit.replace('pte_offset_map_lock', (k, me, go) => {
        const pte = k.pte(me.mm, me.page);
        if (pte.swap !== me.orig_swap) return go.out_page;
        pte.ptl = 1;
      }),
    ),
  ),
  mutation(
    'lock_page in the callback',
    'The i915 callback sleeps for the page lock that reclaim holds while it waits for the callback.',
    'v5.8',
    ['i915-gives-its-pages-back', 'deadlock'],
    change(i915_gem_userptr_put_pages, edit =>
      edit.replace('trylock_page', (k, me) => {
        const folio = k.folio(me.folio);
        if (folio.locked === 1) return wait;
        folio.dirty = 1;
      }),
    ),
  ),
  ...ANON,
  ...DEV,
  ...MIG,
];
