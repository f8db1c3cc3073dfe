// Mutations of anonymous memory beyond reclaim: the zero page.

import { forced_to_exclusive } from '../../src/history/commits/5535be309971.js';
import { upgrade_by_userfaultfd } from '../../src/history/commits/931298e103c2.js';
import { zero_page_is_not_counted } from '../../src/history/commits/c8070b787519.js';
import { swap_cache_is_looked_at_again } from '../../src/history/commits/userfaultfd-move-fixes.js';
import { change } from '../../src/machine/index.js';
import { do_anonymous_page, do_swap_page, pin_user_pages_fast, try_to_merge_one_page } from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const ANON: readonly Mutation[] = [
  mutation(
    'the zero page is unpinned and was not pinned',
    'GUP counts nothing for the zero page, and the unpin takes the whole bias back.',
    'v6.12',
    ['zero-page-under-direct-io', 'CNT'],
    change(zero_page_is_not_counted.path, edit =>
      edit.replace('is_zero_page', (k, me, go) => {
        if (me.get === 1 || k.PageAnon(me.folio)) return;
        k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times);
        return go.pte_unmap_unlock;
      }),
    ),
  ),
  mutation(
    'the swap cache is not looked at again',
    'UFFDIO_MOVE trusts what it found before it had the PTL.',
    'v6.18',
    ['page-comes-back-while-it-is-moved', 'LIVE'],
    change(swap_cache_is_looked_at_again.path, edit => edit.remove('SWAP_HAS_CACHE')),
  ),
  mutation(
    'a new page is not mlocked',
    'A page that is allocated for a locked mapping gets PG_mlocked only when mlock() comes by.',
    'v5.9',
    ['new-page-of-a-locked-mapping', 'told'],
    change(do_anonymous_page, edit =>
      edit.replace('lru_cache_add_active_or_unevictable', (k, me) => {
        const folio = k.folio(me.folio);
        folio.lru_add_batch = 1;
        folio.ref++;
      }),
    ),
  ),
  mutation(
    'mprotect does not ask who tracks writes',
    'can_change_pte_writable() looks at the exclusive flag alone.',
    'v6.12',
    ['uffd-wp-survives-mprotect', 'unseen'],
    change(upgrade_by_userfaultfd.path, edit =>
      edit.replace('can_change_pte_writable', (k, me) => {
        const pte = k.pte(me.mm, me.page);
        if (me.write === 1 && pte.frame !== 0 && k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
      }),
    ),
  ),
  mutation(
    'a swap entry forgets the monitor',
    'Swap-in maps the page as if nobody had write-protected it.',
    'v5.8',
    ['uffd-wp-survives-swap', 'past'],
    change(do_swap_page, edit =>
      edit.before('set_pte_at', {
        pte_swp_uffd_wp_lost(k, me) {
          k.pte(me.mm, me.page).uffd_wp = 0;
        },
      }),
    ),
  ),
  mutation(
    'GUP stops asking for a write once the fault is through',
    'H28 as it was until v4.9: FOLL_WRITE is dropped, and the page of the file is taken when the copy has been given up.',
    'v5.8',
    ['forced-write-stays-private', 'leaked'],
    change(pin_user_pages_fast, edit =>
      edit.replace('FOLL_COW', (k, me, go) => {
        if (me.want_write === 1 && !k.allows(me.mm, me.page, 1)) me.want_write = 0;
        return go.follow_page_pte;
      }),
    ),
  ),
  mutation(
    'FOLL_FORCE writes to whatever is mapped',
    'can_follow_write_pte() does not ask for an exclusive anonymous page.',
    'v6.12',
    ['forced-write-stays-private', 'leaked'],
    change(forced_to_exclusive.path, edit =>
      edit.after('check_vma_flags', {
        no_exclusive_asked(_k, me) {
          if (me.force === 1) me.want_write = 0;
        },
      }),
    ),
  ),
  mutation(
    'KSM counts no references',
    'write_protect_page() merges whatever it finds, pinned or not.',
    'v5.8',
    ['ksm-and-a-pin', 'merged'],
    change(try_to_merge_one_page, edit => edit.remove('page_count')),
  ),
  mutation(
    'KSM counts before it clears the entry',
    'A pin that lands between the count and the clear is not seen, and its recheck sees nothing changed.',
    'v5.8',
    ['ksm-races-with-a-pin', 'DIRT'],
    change(try_to_merge_one_page, edit =>
      edit.remove('page_count').before('ptep_clear', {
        page_count_early(k, me, go) {
          const folio = k.folio(me.folio);
          if (k.folio_mapcount(me.folio) + 1 + folio.swapcache !== folio.ref >>> 0) return go.page_vma_mapped_walk_done;
        },
      }),
    ),
  ),
  mutation(
    'swapped KSM pages are not copied',
    'The second address gets the page that came back for the first one.',
    'v6.12',
    ['ksm-page-is-reclaimed', 'LIVE'],
    change(do_swap_page, edit => edit.replace('ksm_might_need_to_copy', (_k, _me, go) => go.pte_offset_map_lock)),
  ),
];
