// v6.7: mbind() takes a large folio for one, however many entries map it.
import { change } from '../../machine/index.js';
import { do_mbind } from '../../model/index.js';
import { commit } from '../commit.js';

export const c1cb5d11a370f = commit(
  {
    id: '1cb5d11a370f',
    subject: 'mempolicy: fix migrate_pages(2) syscall return nr_failed',
    since: 'v6.7',
    says: 'A large folio that PTEs map no longer makes mbind(MPOL_MF_STRICT) answer EIO although it was moved.',
  },
  change(do_mbind, edit => edit.remove('queue_pages_pte_range')),
);
