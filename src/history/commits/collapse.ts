// khugepaged and MADV_COLLAPSE: fast GUP against the collapse, a collapse that a process asks for, and read-only memory.
import { calls, change, done } from '../../machine/index.js';
import {
  __collapse_huge_page_isolate,
  Collapse,
  khugepaged_scan_pmd,
  madvise_collapse,
  pin_user_pages_fast,
} from '../../model/index.js';
import { commit } from '../commit.js';

export const c70cbc3cc78a9 = commit(
  {
    id: '70cbc3cc78a9',
    subject: 'mm: gup: fix the fast GUP race against THP collapse',
    since: 'v6.1',
    says:
      'Fast GUP looks at the PMD again, too: an entry that is as it was may stand in a page table that khugepaged has taken ' +
      'away, after which it has counted references. Also in 5.15.y.',
  },
  change(pin_user_pages_fast, edit =>
    edit.before('pte_val', {
      pmd_val(k, me, go) {
        if (k.pte(me.mm, me.page).withdrawn !== 0) return go.put_compound_head;
      },
    }),
  ),
);

export const c7d8faaf15545 = commit(
  {
    id: '7d8faaf15545',
    subject: 'mm/madvise: introduce MADV_COLLAPSE sync hugepage collapse',
    since: 'v6.1',
    says: 'A process can ask for a huge page. A page to which somebody refers is EAGAIN, before any client hears of it.',
  },
  change(madvise_collapse, edit =>
    edit.replace(
      'madvise_behavior_valid',
      calls(Collapse)(
        khugepaged_scan_pmd,
        (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
          to.more = me.more;
          to.madvise = 1;
        },
        (me, got) => {
          me.error = got.error;
        },
      ),
    )
    .after('madvise_behavior_valid', { madvise_collapse_errno: { local: () => done } })
    .rename('madvise_behavior_valid', 'hpage_collapse_scan_pmd'),
  ),
);

export const c62b98015d988 = commit(
  {
    id: '62b98015d988',
    subject: 'mm: enable khugepaged anonymous collapse on non-writable regions',
    since: 'v6.18',
    says: 'Memory that may not be written is collapsed as well, what a fork has shared among it: the process gets a copy.',
  },
  change(khugepaged_scan_pmd, edit => edit.remove('SCAN_PAGE_RO')),
  change(__collapse_huge_page_isolate, edit =>
    edit.replace('writable', (_k, me) => {
      me.writable = 0;
      me.nth = 0;
      return done;
    }),
  ),
);
