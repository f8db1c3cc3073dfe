// v6.10: large folios that PTEs map are swapped out, aged and given up whole, like those that a PMD maps; before, they were split first.
import { change, wait } from '../../machine/index.js';
import { madvise_free_pte_range, shrink_page_list } from '../../model/index.js';
import { commit } from '../commit.js';

const SERIES = 'Swap-out mTHP without splitting';

export const c5ed890ce5147 = commit(
  {
    id: '5ed890ce5147',
    subject: 'mm: vmscan: avoid split during shrink_folio_list()',
    since: 'v6.10',
    series: SERIES,
    says: 'Reclaim splits a large folio only if a part of it is mapped nowhere. One that somebody refers to it leaves alone, as before.',
  },
  change(shrink_page_list, edit =>
    edit.replace('can_split_huge_page', (k, me, go) => {
      if (!k.can_split_huge_page(me.folio)) return go.activate_locked;
      return k.partlyMapped(me.folio) ? go.split_huge_page : go.get_swap_page;
    }),
  ),
);

export const dce7d10be4bb = commit(
  {
    id: 'dce7d10be4bb',
    subject: 'mm/madvise: optimize lazyfreeing with mTHP in madvise_free',
    since: 'v6.10',
    says: 'MADV_FREE gives a large folio up whole, one that is pinned, too: reclaim unmaps it then, in vain. Before, the split failed.',
  },
  change(madvise_free_pte_range, edit =>
    edit
      .replace('pte_offset_map_lock', (k, me, go) => {
        const pte = k.pte(me.mm, me.page);
        const whole = k.wholeRange(me.page, me.more) && (pte.pmd === 1 || k.mapsFolio(me.mm, me.page));
        if (whole) return go.pmd_trans_huge_lock;
        if (pte.ptl === 1) return wait;
        if (pte.frame === 0 && pte.swap === 0) return go.next_pte;
        k.flush(me.mm, me.page);
        pte.ptl = 1;
        me.folio = pte.frame;
        me.swap = pte.swap;
        if (pte.frame === 0) return go.pte_clear_not_present_full;
        if (k.folio(pte.frame).order === 0) return go.trylock_page;
      })
      .replace('pmd_trans_huge_lock', (k, me, go) => {
        if (!k.pmd_trylock(me.mm, me.page)) return wait;
        const pte = k.pte(me.mm, me.page);
        if (pte.pmd === 0 && !k.mapsFolio(me.mm, me.page)) {
          k.pmd_unlock(me.mm, me.page);
          return go.pte_offset_map_lock;
        }
        k.flushRange(me.mm, me.page, me.more);
        me.folio = pte.frame;
      })
      .replace('page_mapcount_large', (k, me, go) => {
        if (k.page_mapcount(me.folio) !== 1 || k.folio(me.folio).locked === 1) return go.pte_unmap_unlock;
        k.folio(me.folio).locked = 1;
      })
      .replace('put_page_large', (k, me, go) => {
        const { folio, failed } = me;
        me.folio = 0;
        me.failed = 0;
        k.put(folio, 1);
        return failed === 1 ? go.next_pte : go.pte_offset_map_lock;
      }),
  ),
);
