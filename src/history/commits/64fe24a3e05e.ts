// v6.0: mprotect() gives a private exclusive page its write bit back at once, where a write fault would do nothing else.
import { change } from '../../machine/index.js';
import { change_pte_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const writable_again = change(change_pte_range, (edit) =>
    edit.after('ptep_modify_prot_commit', {
      can_change_pte_writable(k, me) {
        // MM_CP_TRY_CHANGE_WRITABLE: userfaultfd does not ask for it yet.
        if (me.uffd === 1) return;
        const pte = k.pte(me.mm, me.page);
        if (me.write === 0 || pte.frame === 0 || pte.dirty === 0 || k.tracksWrites(me.mm, me.page)) return;
        if (k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
      },
    }),
  );

export const c64fe24a3e05e = commit(
  {
    id: '64fe24a3e05e',
    subject: 'mm/mprotect: try avoiding write faults for exclusive anonymous pages when changing protection',
    since: 'v6.0',
    says: 'After mprotect(PROT_READ | PROT_WRITE) a dirty exclusive page is writable without a fault.',
  },
  writable_again,
);
