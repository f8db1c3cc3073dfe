// v6.2: mprotect() gives the write bit back to clean exclusive pages too.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { writable_again } from './64fe24a3e05e.js';

export const clean_too = change(writable_again.path, edit =>
  edit.replace('can_change_pte_writable', (k, me) => {
    if (me.uffd === 1) return;
    const pte = k.pte(me.mm, me.page);
    if (me.write === 0 || pte.frame === 0 || k.tracksWrites(me.mm, me.page)) return;
    if (k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
  }),
);

export const d84887739d5c = commit(
  {
    id: 'd84887739d5c',
    subject: 'mm/mprotect: allow clean exclusive anon pages to be writable',
    since: 'v6.2',
    says: 'A clean page that became writable by mprotect() can be pinned by GUP-fast, and is not dirty for it.',
  },
  clean_too,
);
