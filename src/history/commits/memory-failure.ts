// Memory failure as it changed from v5.11 to v6.15: who holds the page meanwhile, who is signalled, and what reclaim does with poison.
import { calls, change, done } from '../../machine/index.js';
import {
  Errno,
  madvise_inject_error,
  memory_failure,
  Shrink,
  Signal,
  shrink_page_list,
  soft_offline_page,
  try_to_unmap,
  try_to_unmap_one,
} from '../../model/index.js';
import { commit } from '../commit.js';

export const c1e8aaedb182d = commit(
  {
    id: '1e8aaedb182d',
    subject: 'mm,memory_failure: always pin the page in madvise_inject_error',
    since: 'v5.11',
    says: 'MADV_HWPOISON hands its own reference on instead of dropping it first. Also in 5.10.4.',
  },
  change(madvise_inject_error, edit =>
    edit.replace('put_page', (_k, me) => {
      me.count_increased = 1;
    }),
  ),
);

export const e8675d291ac0 = commit(
  {
    id: 'e8675d291ac0',
    subject: 'mm/memory-failure: make sure wait for page writeback in memory_failure',
    since: 'v5.13',
    says: 'A page under writeback is waited for although somebody has taken it off the LRU.',
  },
  change(memory_failure, edit =>
    edit.replace('PageLRU', {
      local: (me, go) => (me.lru === 0 && me.writeback === 0 ? go.identify_page_state : go.wait_on_page_writeback),
    }),
  ),
);

export const c3f4b815a439a = commit(
  {
    id: '3f4b815a439a',
    subject: 'mm,hwpoison: return -EBUSY when migration fails',
    since: 'v5.11',
    says: 'Soft offline of a page that somebody holds answers EBUSY, no longer EIO.',
  },
  change(soft_offline_page, edit =>
    edit
      .replace('EIO', (_k, me) => {
        me.error = Errno.EBUSY;
      })
      .rename('EIO', 'EBUSY'),
  ),
);

const unmap_must_succeed = change(memory_failure, edit =>
  edit.replace('kill_procs', (k, me) => {
    if (k.folio(me.folio).dirty === 1 || me.must_kill === 1 || me.unmapped === 0)
      for (let mm = 0; mm < k.shape.mms; mm++)
        if (((me.tokill >>> mm) & 1) === 1) k.send_sig(mm, me.unmapped === 1 ? Signal.SIGBUS : Signal.SIGKILL);
    me.tokill = 0;
  }),
);

export const c0792a4a6195a = commit(
  {
    id: '0792a4a6195a',
    subject: 'mm, hwpoison: kill procs if unmap fails',
    since: 'v6.1',
    says: 'A page that could not be unmapped kills its processes whether it is dirty or not.',
  },
  unmap_must_succeed,
);

export const c6da6b1d4a7df = commit(
  {
    id: '6da6b1d4a7df',
    subject: 'mm/hwpoison: convert TTU_IGNORE_HWPOISON to TTU_HWPOISON',
    since: 'v6.3',
    says: 'Only memory failure makes hwpoison entries, and not whoever else unmaps a page that happens to be poisoned. Also in 6.1.y.',
  },
  change(try_to_unmap_one, edit =>
    edit.replace('set_page_dirty', (k, me, go) => {
      if (me.pte_dirty === 1) k.set_page_dirty(me.folio);
      if (k.page(me.folio).hwpoison === 1 && me.hwpoison === 1) return go.make_hwpoison_entry;
    }),
  ),
);

export const aa298fdf535d = commit(
  {
    id: 'aa298fdf535d',
    subject: 'mm/memory-failure: try to send SIGBUS even if unmap failed',
    since: 'v6.11',
    says: 'A failed unmap is told with a SIGBUS that can be caught, not with SIGKILL.',
  },
  change(unmap_must_succeed.path, edit =>
    edit.replace('kill_procs', (k, me) => {
      if (k.folio(me.folio).dirty === 1 || me.must_kill === 1 || me.unmapped === 0)
        for (let mm = 0; mm < k.shape.mms; mm++) if (((me.tokill >>> mm) & 1) === 1) k.send_sig(mm, Signal.SIGBUS);
      me.tokill = 0;
    }),
  ),
);

export const c66802526298e = commit(
  {
    id: '66802526298e',
    subject: 'mm/madvise: add MF_ACTION_REQUIRED to madvise(MADV_HWPOISON)',
    since: 'v6.11',
    says: 'MADV_HWPOISON signals its own process at once, as a machine check under way would.',
  },
  change(madvise_inject_error, edit =>
    edit.before('memory_failure', {
      MF_ACTION_REQUIRED: {
        local: me => {
          me.action_required = 1;
        },
      },
    }),
  ),
);

export const b8b9488d50b7 = commit(
  {
    id: 'b8b9488d50b7',
    subject: 'mm/memory-failure: improve memory failure action_result messages',
    since: 'v6.11',
    says: 'A page that could not be unmapped is a failure, no longer ignored.',
  },
  change(memory_failure, edit =>
    edit.replace('MF_MSG_UNMAP_FAILED', (_k, me, go) => {
      me.result = 3;
      return go.unlock_page;
    }),
  ),
);

export const c1b0449544c64 = commit(
  {
    id: '1b0449544c64',
    subject: "mm/vmscan: don't try to reclaim hwpoison folio",
    since: 'v6.15',
    says: 'Reclaim unmaps a poisoned page that it meets and lets it go for ever.',
  },
  change(shrink_page_list, edit =>
    edit
      .aside('keep_locked', {
        unmap_poisoned_folio: calls(Shrink)(try_to_unmap, (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
          to.ignore_mlock = 1;
          to.hwpoison = me.hwpoison;
          to.flush = 1;
          me.hwpoison = 0;
        }),
        folio_unlock(k, me) {
          const folio = k.folio(me.folio);
          folio.locked = 0;
          folio.held = 0;
        },
        folio_put(k, me) {
          k.put(me.folio, 1);
          me.freed = 1;
          return done;
        },
      })
      .before('page_evictable', {
        folio_contain_hwpoisoned_page(k, me, go) {
          if (k.page(me.folio).hwpoison === 0) return;
          me.hwpoison = 1 - k.folio(me.folio).swapcache;
          return go.unmap_poisoned_folio;
        },
      }),
  ),
);

export const c1a3798dececa = commit(
  {
    id: '1a3798dececa',
    subject: 'mm/memory-failure: send SIGBUS in the event of thp split fail',
    since: 'v6.11',
    says: 'A bad page of a huge page that cannot be split stays mapped, but whoever wants to hear of it is sent a SIGBUS.',
  },
  change(memory_failure, edit =>
    edit.before('MF_MSG_UNSPLIT_THP', {
      kill_procs_now(k, me) {
        me.result = 3;
        for (let mm = 0; mm < k.shape.mms; mm++)
          if (k.pte(mm, me.page).frame === me.folio && (me.early === 1 || (me.action_required === 1 && mm === me.mm)))
            k.send_sig(mm, Signal.SIGBUS);
      },
    }),
  ),
);
