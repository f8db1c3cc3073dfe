// v6.7: mbind() lets the mmap lock go before it migrates: its process may fault and pin meanwhile.
import { change, done } from '../../machine/index.js';
import { do_mbind } from '../../model/index.js';
import { commit } from '../commit.js';

export const c72e315f7a750 = commit(
  {
    id: '72e315f7a750',
    subject: 'mempolicy: mmap_lock is not needed while migrating folios',
    since: 'v6.7',
    says: 'mbind() holds the mmap lock for writing while it collects pages, and no longer while it moves them.',
  },
  change(do_mbind, edit =>
    edit
      .after('mbind_range', {
        mmap_write_unlock_early(k, me) {
          k.mmap_write_unlock(me.mm);
        },
      })
      .rename('mmap_write_unlock_early', 'mmap_write_unlock')
      .replace('mmap_write_unlock', () => done)
      .rename('mmap_write_unlock', 'mpol_put'),
  ),
);
