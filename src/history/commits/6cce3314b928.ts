// v6.2: KSM is undone by unsharing, not by a write fault that nobody writes by.
import { calls, change } from '../../machine/index.js';
import { break_ksm, handle_pte_fault, Unmerge } from '../../model/index.js';
import { commit } from '../commit.js';

export const c6cce3314b928 = commit(
  {
    id: '6cce3314b928',
    subject: 'mm/ksm: fix KSM COW breaking with userfaultfd-wp via FAULT_FLAG_UNSHARE',
    since: 'v6.2',
    says: 'A page that is unmerged is the process\'s own, read-only and clean until somebody writes.',
  },
  change(break_ksm, edit =>
    edit.replace(
      'handle_mm_fault',
      calls(Unmerge)(handle_pte_fault, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
        to.unshare = 1;
      }),
    ),
  ),
);
