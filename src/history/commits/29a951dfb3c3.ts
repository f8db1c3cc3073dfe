// v5.11: clear_refs keeps the mmap lock for writing, as everybody does who makes entries read-only and means it.
import { change, done } from '../../machine/index.js';
import { clear_refs_pte_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const c29a951dfb3c3 = commit(
  {
    id: '29a951dfb3c3',
    subject: 'mm: fix clear_refs_write locking',
    since: 'v5.11',
    says: 'No fault and no pin by the slow walk comes between the write protection and the end. Also in 5.10.9.',
  },
  change(clear_refs_pte_range, edit =>
    edit
      .remove('mmap_write_downgrade')
      .replace('mmap_read_unlock', (k, me) => {
        k.mmap_write_unlock(me.mm);
        return done;
      })
      .rename('mmap_read_unlock', 'mmap_write_unlock'),
  ),
);
