// v6.2: mprotect() gives the write bit back to clean exclusive pages too.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { writable_again } from './64fe24a3e05e.js';

export const d84887739d5c = commit(
  {
    id: 'd84887739d5c',
    subject: 'mm/mprotect: allow clean exclusive anon pages to be writable',
    since: 'v6.2',
    says: 'A clean page that became writable by mprotect() can be pinned by GUP-fast, and is not dirty for it.',
  },
  change(writable_again.path, edit =>
    edit.replace('can_change_pte_writable', (k, me) => {
      // uffd_wp_range() @v6.12 asks for it too.
      const pte = k.pte(me.mm, me.page);
      if (me.write === 1 && pte.frame !== 0 && k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
    }),
  ),
);
