// NUMA balancing over the years: what the scan skips, when a hint fault mends its entry, and what it remembers of the write bit.
import { change, done, wait } from '../../machine/index.js';
import { change_prot_numa, do_numa_page } from '../../model/index.js';
import { commit } from '../commit.js';
import { huge_pmd_writable } from './numa-huge.js';

const mend_late = change(do_numa_page, edit =>
  edit
    .remove('ptep_modify_prot_commit')
    .after('put_page', {
      /** Whoever has mended or moved it meanwhile has done so for us. */
      pte_same_again(k, me) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        if (!k.protnone(me.mm, me.page) || pte.frame !== me.folio) return done;
        pte.ptl = 1;
      },
      out_map(k, me) {
        k.pte(me.mm, me.page).none = 0;
      },
      pte_unmap_unlock_mapped(k, me) {
        k.pte(me.mm, me.page).ptl = 0;
      },
    })
    .replace('pte_unmap_unlock_left', (_k, _me, go) => go.out_map)
    .rename('pte_same_again', 'pte_same')
    .rename('pte_unmap_unlock_mapped', 'pte_unmap_unlock')
    .rename('pte_unmap_unlock_left', 'target_nid'),
);

export const b99a342d4f11 = commit(
  {
    id: 'b99a342d4f11',
    subject: 'NUMA balancing: reduce TLB flush via delaying mapping on hint page fault',
    since: 'v5.13',
    says: 'A hint fault moves the page first, and mends its entry only if that has failed.',
  },
  mend_late,
);

const only_reference = change(change_prot_numa, edit =>
  edit
    .replace('page_mapcount', (k, me, go) => {
      const { frame, none } = k.pte(me.mm, me.page);
      if (frame === 0 || none === 1) return go.pte_unmap_unlock;
      if (k.is_cow_mapping(me.mm, me.page) && k.folio(frame).ref !== 1) return go.pte_unmap_unlock;
    })
    .rename('page_mapcount', 'page_count'),
);

export const c80d47f5de5e3 = commit(
  {
    id: '80d47f5de5e3',
    subject: "mm: don't try to NUMA-migrate COW pages that have other uses",
    since: 'v5.17',
    says: 'The scan skips private pages with more than one reference: pinned ones, and those in the swap cache.',
  },
  only_reference,
);

export const c6a56ccbcf6c6 = commit(
  {
    id: '6a56ccbcf6c6',
    subject: 'mm/autonuma: use can_change_(pte|pmd)_writable() to replace savedwrite',
    since: 'v6.2',
    says: 'The write bit is not saved. A hint fault gives it back where a write fault would do nothing else.',
  },
  change(only_reference.path, edit =>
    edit
      .replace('ptep_modify_prot_commit', (k, me) => {
        k.keepStale(me.mm, me.page);
        const pte = k.pte(me.mm, me.page);
        pte.none = 1;
        if (k.is_cow_mapping(me.mm, me.page)) pte.write = 0;
      })
      .replace('pmdp_invalidate', (k, me) => {
        for (let page = me.page; page <= me.page + me.more; page++) {
          k.keepStale(me.mm, page);
          k.pte(me.mm, page).none = 1;
          k.pte(me.mm, page).write = 0;
        }
      }),
  ),
  huge_pmd_writable,
  change(mend_late.path, edit =>
    edit.replace('out_map', (k, me) => {
      const pte = k.pte(me.mm, me.page);
      pte.none = 0;
      if (me.failed === 0 && pte.dirty === 1 && k.allows(me.mm, me.page, 1) && k.page(pte.frame).anon_exclusive === 1) pte.write = 1;
    }),
  ),
);

export const numa_skips_pinned = commit(
  {
    id: 'numa-skips-pinned',
    subject: 'change_pte_range() skips copy-on-write pages that look pinned or shared (read in 6.12, the commit was not looked up)',
    since: 'v6.12',
    says: 'The scan asks for pins instead of references: a page of the swap cache is scanned again, and FOLL_GET is not seen.',
  },
  change(only_reference.path, edit =>
    edit
      .replace('page_mapcount', (k, me, go) => {
        const { frame, none } = k.pte(me.mm, me.page);
        if (frame === 0 || none === 1) return go.pte_unmap_unlock;
        if (k.is_cow_mapping(me.mm, me.page) && (k.page_maybe_dma_pinned(frame) || k.page_mapcount(frame) > 1)) return go.pte_unmap_unlock;
      })
      .rename('page_mapcount', 'folio_maybe_dma_pinned'),
  ),
);
