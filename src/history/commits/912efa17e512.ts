// v5.12: clear_refs flushes TLBs again, which it had not done since v5.6: stores through old entries were neither seen nor copied.
import { change } from '../../machine/index.js';
import { clear_refs_pte_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const c912efa17e512 = commit(
  {
    id: '912efa17e512',
    subject: 'mm: proc: Invalidate TLB after clearing soft-dirty page state',
    since: 'v5.12',
    says: 'flush_tlb_mm() when the walk is over. Until then tlb_finish_mmu() was called with nothing to flush.',
  },
  change(clear_refs_pte_range, edit =>
    edit.after('pte_unmap_unlock', {
      flush_tlb_mm(k, me) {
        k.flush(me.mm, me.page);
      },
    }),
  ),
);
