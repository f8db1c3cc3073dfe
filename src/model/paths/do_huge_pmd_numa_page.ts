// A fault on a huge page that NUMA balancing has made inaccessible: its PMD is mended, or the page moved to where it is used from.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { migrate_misplaced_transhuge_page } from './migrate_misplaced_transhuge_page.js';

/** page: the one that is accessed, then the first of its range. */
export const HugeNumaFault = record('HugeNumaFault', { mm: MM, page: PAGE, folio: FRAME, rc: 2, failed: 1 });

export const do_huge_pmd_numa_page = path('mm/huge_memory.c:do_huge_pmd_numa_page() @v5.8', HugeNumaFault)({
  pmd_lock(k, me) {
    const first = k.shape.first[me.page];
    if (!k.pmd_trylock(me.mm, first)) return wait;
    const pte = k.pte(me.mm, first);
    me.page = first;
    me.folio = pte.frame;
    if (pte.pmd === 1 && k.protnone(me.mm, first)) return;
    k.pmd_unlock(me.mm, first);
    return done;
  },
  /** pmd_trans_migrating(): whoever has the page lock may be moving it. */
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.get_page_unless_zero;
    folio.locked = 1;
  },
  /** mpol_misplaced(): wanted here, or where it is. */
  mpol_misplaced(k, _me, go) {
    if (k.choose(2) === 0) return go.clear_pmdnuma;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  migrate_misplaced_transhuge_page: calls(HugeNumaFault)(migrate_misplaced_transhuge_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.folio = me.folio;
  }),
  out: { local: () => done },

  get_page_unless_zero(k, me) {
    k.folio(me.folio).ref++;
  },
  spin_unlock_locked(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  put_page_locked(k, me) {
    k.put(me.folio, 1);
  },
  /** Without a reference; then the access faults again. */
  put_and_wait_on_page_locked(k, me) {
    return k.folio(me.folio).locked === 1 ? wait : done;
  },

  /** Accessible again, and writable if it was. */
  clear_pmdnuma(k, me) {
    for (let n = 0; n < k.nr_pages(me.folio); n++) k.pte(me.mm, me.page + n).none = 0;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  spin_unlock_cleared(k, me) {
    k.pmd_unlock(me.mm, me.page);
    return done;
  },
});
