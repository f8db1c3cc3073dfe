// NUMA balancing of huge pages over the years: who moves them, and what a hint fault puts back if that has failed.
import { calls, change, done, wait } from '../../machine/index.js';
import { do_huge_pmd_numa_page, HugeNumaFault, Moved, migrate_pages } from '../../model/index.js';
import { commit } from '../commit.js';

const generic_migration = change(do_huge_pmd_numa_page, edit =>
  edit
    .remove('trylock_page')
    .remove('migrate_misplaced_transhuge_page')
    .remove('out')
    .remove('get_page_unless_zero')
    .remove('spin_unlock_locked')
    .remove('put_page_locked')
    .remove('put_and_wait_on_page_locked')
    .remove('unlock_page')
    .after('spin_unlock', {
      /** migrate_misplaced_page(): not what several processes map. The reference taken above becomes the isolation's. */
      isolate_lru_page(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.lru === 0 || k.folio_mapcount(me.folio) > 1) return go.put_page;
        folio.lru = 0;
      },
      migrate_pages: calls(HugeNumaFault)(
        migrate_pages,
        (me, to) => {
          to.page = me.page;
          to.folio = me.folio;
        },
        (me, got) => {
          me.rc = got.rc;
        },
      ),
      nr_remaining: { local: (me, go) => (me.rc === Moved.success ? done : go.putback_lru_page) },
      putback_lru_page(k, me) {
        const folio = k.folio(me.folio);
        folio.lru_add_batch = 1;
        folio.ref++;
      },
      put_page(k, me) {
        k.put(me.folio, 1);
        me.failed = 1;
      },
      /** Whoever has mended or moved it meanwhile has done so for us. */
      pmd_same(k, me) {
        if (!k.pmd_trylock(me.mm, me.page)) return wait;
        const pte = k.pte(me.mm, me.page);
        if (pte.pmd === 1 && pte.frame === me.folio && k.protnone(me.mm, me.page)) return;
        k.pmd_unlock(me.mm, me.page);
        return done;
      },
    })
    .rename('mpol_misplaced', 'numa_migrate_prep')
    .rename('clear_pmdnuma', 'out_map'),
);

export const c5b5a3dd2c1f = commit(
  {
    id: 'c5b5a3dd2c1f',
    subject: 'mm: thp: refactor NUMA fault handling',
    since: 'v5.14',
    says: 'A huge page is moved by migrate_pages(). One that cannot be moved is mapped writable again; before, without its write bit.',
  },
  generic_migration,
);

/** Part of 6a56ccbcf6c6: writable where a write fault would do nothing else, but not after a move that has failed. */
export const huge_pmd_writable = change(generic_migration.path, edit =>
  edit.replace('clear_pmdnuma', (k, me) => {
    const exclusive = k.page(me.folio).anon_exclusive === 1;
    for (let page = me.page; page < me.page + k.nr_pages(me.folio); page++) {
      const pte = k.pte(me.mm, page);
      pte.none = 0;
      if (me.failed === 0 && exclusive && k.allows(me.mm, page, 1) && !k.tracksWrites(me.mm, page)) pte.write = 1;
    }
  }),
);

export const numa_moves_shared_huge = commit(
  {
    id: 'numa-moves-shared-huge',
    subject: 'a hint fault moves huge pages that several processes map (read in 6.12, the commit was not looked up)',
    since: 'v6.12',
    says: 'Mappings of a misplaced huge page are not counted any more.',
  },
  change(generic_migration.path, edit =>
    edit.replace('isolate_lru_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.lru === 0) return go.put_page;
      folio.lru = 0;
    }),
  ),
);
