// v5.11: a sequence counter tells fast GUP that a fork was write-protecting meanwhile: it gives up what it has pinned and goes slow.
import { change } from '../../machine/index.js';
import { copy_page_range } from '../../model/index.js';
import { commit } from '../commit.js';
import { mm_has_pinned } from './008cfe4418b3.js';

const fork_counts = change(copy_page_range, edit =>
  edit
    .after('mmu_notifier_invalidate_range_start', {
      raw_write_seqcount_begin(k, me) {
        k.bumpWriteProtectSeq(me.mm);
      },
    })
    .before('mmu_notifier_invalidate_range_end', {
      raw_write_seqcount_end(k, me) {
        k.bumpWriteProtectSeq(me.mm);
      },
    }),
);

export const fast_gup_looks_twice = change(mm_has_pinned.path, edit =>
  edit
    .after('mm_set_has_pinned_flag', {
      raw_read_seqcount(k, me, go) {
        if (me.get === 1) return;
        me.seq = k.writeProtectSeq(me.mm);
        if ((me.seq & 1) === 0) return;
        me.seq = 0;
        return go.gup_slow;
      },
    })
    .replace('pte_val', (k, me, go) => {
      if (!k.pteSame(me.mm, me.page, me.folio, me.pte_write, me.pmd)) return go.put_compound_head;
      // Where nobody forks the counter stands still, and the pin is complete.
      const complete = me.get === 1 || !k.shape.forks;
      k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times, complete ? 0 : 1);
      if (complete) return go.SetPageReferenced;
    })
    .after('pte_val', {
      /** A fork in between may have shared the page without seeing this pin: it is taken back. */
      read_seqcount_retry(k, me, go) {
        if (me.seq === k.writeProtectSeq(me.mm)) {
          k.pin(me.device, me.page).pending = 0;
          return go.SetPageReferenced;
        }
        k.unpin(me.device, me.page);
        me.folio = 0;
        me.pte_write = 0;
        me.seq = 0;
        return go.gup_slow;
      },
    })
    .before('gup_slow', {
      no_seq: {
        local: me => {
          me.seq = 0;
        },
      },
    }),
);

export const c57efa1fe5957 = commit(
  {
    id: '57efa1fe5957',
    subject: 'mm/gup: prevent gup_fast from racing with COW during fork',
    since: 'v5.11',
    says: 'No fast FOLL_PIN survives a fork that was under way. FOLL_GET does not look. Also in 5.10.4.',
  },
  fork_counts,
  fast_gup_looks_twice,
);
