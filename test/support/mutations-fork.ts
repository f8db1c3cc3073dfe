// Mutations of fork, of exit, and of what fast GUP does beside them.

import { fast_gup_looks_twice } from '../../src/history/commits/57efa1fe5957.js';
import { fork_asks_exclusive, fork_shares_swap_entries } from '../../src/history/commits/anon-exclusive-fork.js';
import { asked_before_wrprotect } from '../../src/history/commits/f3c64eda3e50.js';
import { change, done } from '../../src/machine/index.js';
import { copy_pte_range, dup_mmap, pin_user_pages_fast } from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const FORK: readonly Mutation[] = [
  mutation(
    'fast GUP looks once',
    'It reads the counter of forks before the walk and not again after it.',
    '5.10.7',
    ['fast-pin-races-with-fork', 'COH'],
    change(fast_gup_looks_twice.path, edit =>
      edit.replace('read_seqcount_retry', (k, me, go) => {
        k.pin(me.device, me.page).pending = 0;
        return go.SetPageReferenced;
      }),
    ),
  ),
  mutation(
    'fork asks nobody',
    'It shares a page that looks pinned like any other.',
    'v5.9',
    ['fork-of-a-pinned-page', 'COH'],
    change(asked_before_wrprotect.path, edit =>
      edit.replace('copy_present_page', () => {
        // Nobody is asked.
      }),
    ),
  ),
  mutation(
    'no early COW break',
    'A reader takes the page that is there: v5.8 without 17839856fd58, which is CVE-2020-29374.',
    'v5.8',
    ['vmsplice-in-a-child', 'leak'],
    change(pin_user_pages_fast, edit =>
      edit
        .replace('should_force_cow_break', (k, me) => {
          if (k.pin(me.device, me.page).frame !== 0) return done;
          me.want_write = me.write;
        })
        .replace('check_vma_flags', (k, me) => {
          me.want_write = me.write;
          if (k.allows(me.mm, me.page, me.write)) return;
          k.mmap_read_unlock(me.mm);
          return done;
        }),
    ),
  ),
  mutation(
    'a shared page stays exclusive',
    'fork shares a page and leaves PG_anon_exclusive set, so that each process thinks it its own.',
    'v5.19',
    ['parent-and-child-write', 'PRIV'],
    change(fork_asks_exclusive.path, edit => edit.remove('ClearPageAnonExclusive')),
  ),
  mutation(
    'a shared swap entry stays exclusive',
    'fork copies a swap entry with its exclusive bit.',
    'v5.19',
    ['fork-of-a-swapped-page', 'PRIV'],
    change(fork_shares_swap_entries.path, edit =>
      edit.remove('pte_swp_clear_exclusive').replace('set_pte_at_swap', (k, me, go) => {
        const from = k.pte(me.mm, me.page);
        const to = k.pte(me.child, me.page);
        to.swap = from.swap;
        to.swap_exclusive = from.swap_exclusive;
        k.expectAlike(me.mm, me.child, me.page);
        return go.spin_unlock;
      }),
    ),
  ),
  mutation(
    'fork flushes no TLB',
    'Other threads of the parent go on writing into pages that are shared by now.',
    'v5.8',
    ['fork-while-the-parent-writes', 'PRIV'],
    change(dup_mmap, edit =>
      edit.replace('flush_tlb_mm', (k, me) => {
        for (let page = 0; page < k.shape.pages.length; page++) if (k.shares(me.mm, me.child, page)) k.expectAlike(me.mm, me.child, page);
        me.mpnt = 0;
      }),
    ),
  ),
  mutation(
    'fork does not count',
    'The entry of the child has no reference of its own.',
    'v5.8',
    ['parent-and-child-write', 'CNT'],
    change(copy_pte_range, edit => edit.remove('get_page')),
  ),
  mutation(
    'a migration entry stays writable',
    'fork copies the entry of a page that is on its way as it is, and both processes get the page back writable.',
    'v5.8',
    ['fork-during-a-migration', 'PRIV'],
    change(copy_pte_range, edit =>
      edit.replace('make_migration_entry_read', () => {
        // It keeps its write permission.
      }),
    ),
  ),
];
