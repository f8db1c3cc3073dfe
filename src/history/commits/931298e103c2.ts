// v6.3: the end of userfaultfd's write protection gives exclusive pages their write bit back, as mprotect() does.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { clean_too } from './d84887739d5c.js';

export const upgrade_by_userfaultfd = change(clean_too.path, edit =>
  edit.replace('can_change_pte_writable', (k, me) => {
    const pte = k.pte(me.mm, me.page);
    if (me.write === 0 || pte.frame === 0 || k.tracksWrites(me.mm, me.page)) return;
    if (k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
  }),
);

export const c931298e103c2 = commit(
  {
    id: '931298e103c2',
    subject: 'mm/userfaultfd: rely on vma->vm_page_prot in uffd_wp_range()',
    since: 'v6.3',
    says: 'UFFDIO_WRITEPROTECT asks for MM_CP_TRY_CHANGE_WRITABLE when it ends the protection: no write fault follows.',
  },
  upgrade_by_userfaultfd,
);
