// A fault on an entry that NUMA balancing has made inaccessible: it is mended, and the page may be moved to where it is used from.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { Moved } from '../migrate.js';
import { migrate_pages } from './migrate_pages.js';

export const NumaFault = record('NumaFault', { mm: MM, page: PAGE, folio: FRAME, rc: 2, failed: 1 });

export const do_numa_page = path('mm/memory.c:do_numa_page() @v5.8', NumaFault)({
  pte_same(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (!k.protnone(me.mm, me.page)) return done;
    pte.ptl = 1;
    me.folio = pte.frame;
  },
  /** Accessible again, and writable if it was. */
  ptep_modify_prot_commit(k, me) {
    k.pte(me.mm, me.page).none = 0;
  },
  /** mpol_misplaced(): wanted here, or where it is. A part of a large folio stays. */
  numa_migrate_prep(k, me, go) {
    if (k.nr_pages(me.folio) > 1 || k.choose(2) === 0) return go.pte_unmap_unlock_left;
    k.folio(me.folio).ref++;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** migrate_misplaced_page(): the reference taken above becomes the isolation's. */
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return go.put_page;
    folio.lru = 0;
  },
  migrate_pages: calls(NumaFault)(
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
  out: { local: () => done },

  pte_unmap_unlock_left(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    return done;
  },
});
