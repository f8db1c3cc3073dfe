// An option: NUMA balancing is on. A scenario that scans gets it; elsewhere no fault has to know of it.
import { calls, change, done } from '../../machine/index.js';
import { do_huge_pmd_numa_page, do_numa_page, Fault, handle_pte_fault } from '../../model/index.js';
import { commit } from '../commit.js';

export const numaBalancing = commit(
  {
    id: 'NUMA balancing',
    subject: 'a fault on an entry that was made inaccessible is a hint',
    since: '-',
    says: 'Entries that the scan has made inaccessible are mended by the next fault, which may move the page.',
  },
  change(handle_pte_fault, edit =>
    edit
      .aside('orig_pte', {
        do_numa_page: calls(Fault)(do_numa_page, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
        hinted: { local: () => done },
        do_huge_pmd_numa_page: calls(Fault)(do_huge_pmd_numa_page, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
        hinted_huge: { local: () => done },
      })
      .before('orig_pte', {
        pte_protnone(k, me, go) {
          if (k.protnone(me.mm, me.page)) return k.pte(me.mm, me.page).pmd === 1 ? go.do_huge_pmd_numa_page : go.do_numa_page;
        },
      }),
  ),
);
