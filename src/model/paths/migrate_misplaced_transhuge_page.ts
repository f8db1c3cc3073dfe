// A huge page is moved to where it is used from without the help of migrate_pages(): its PMD, inaccessible, is replaced.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { See } from '../properties.js';

export const HugeMisplaced = record('HugeMisplaced', { mm: MM, page: PAGE, folio: FRAME, newpage: FRAME });

/** Entered with the page lock and a reference; lets both go. */
export const migrate_misplaced_transhuge_page = path('mm/migrate.c:migrate_misplaced_transhuge_page() @v5.8', HugeMisplaced)({
  alloc_pages_node(k, me, go) {
    me.newpage = k.allocLike(me.folio, me.page);
    if (me.newpage === 0) return go.pmd_same;
    k.folio(me.newpage).locked = 1;
  },
  /** numamigrate_isolate_page() */
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) return go.put_new_page;
    folio.lru = 0;
    folio.ref++;
  },
  /** One mapping, the caller and the isolation: a pin prevents it. */
  page_count(k, me, go) {
    if (k.folio(me.folio).ref !== 3) return go.putback_lru_page;
  },
  /** The isolation's reference is enough. */
  put_page_isolated(k, me) {
    k.put(me.folio, 1);
  },
  migrate_page_copy(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    for (let n = 0; n < k.nr_pages(me.folio); n++) k.page(me.newpage + n).content = k.page(me.folio + n).content;
    newpage.anon_vma = folio.anon_vma;
    newpage.swapbacked = folio.swapbacked;
    newpage.dirty = folio.dirty;
  },
  pmd_lock(k, me) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
  },
  page_ref_freeze(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    const folio = k.folio(me.folio);
    const same = pte.pmd === 1 && pte.frame === me.folio && k.protnone(me.mm, me.page);
    if (!same || folio.ref !== 2) return go.spin_unlock_undone;
    folio.ref = 0;
    k.observe(See.STAY, k.pinsOnFolio(me.folio) !== 0);
  },
  page_add_anon_rmap(k, me) {
    k.folio(me.newpage).entire_mapcount++;
  },
  /** Made anew: writable if the mapping is, dirty, and without a bit of userfaultfd's. No notifier: the scan has told. */
  set_pmd_at(k, me) {
    const last = me.page + k.nr_pages(me.folio) - 1;
    k.mapRange(me.mm, me.page, me.newpage, k.allows(me.mm, me.page, 1) ? 1 : 0, 1, 1);
    for (let page = me.page; page <= last; page++) k.forgetTracking(me.mm, page);
  },
  page_ref_unfreeze(k, me) {
    k.folio(me.folio).ref = 2;
  },
  page_remove_rmap(k, me) {
    const folio = k.folio(me.folio);
    k.folio(me.newpage).mlocked = folio.mlocked;
    folio.mlocked = 0;
    folio.entire_mapcount--;
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  putback_lru_page_new(k, me) {
    const newpage = k.folio(me.newpage);
    newpage.lru_add_batch = 1;
    newpage.ref++;
  },
  unlock_page_new(k, me) {
    k.folio(me.newpage).locked = 0;
  },
  unlock_page_old(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_old(k, me) {
    k.put(me.folio, 2);
    return done;
  },

  /** Somebody else has come for it meanwhile. The PMD stays as it is, and the access faults again. */
  spin_unlock_undone(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  put_new_page_undone(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    me.newpage = 0;
  },
  putback_lru_page_undone(k, me, go) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    return go.unlock_page;
  },

  putback_lru_page(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
  },
  put_new_page(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    me.newpage = 0;
  },
  pmd_same(k, me) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
  },
  /** pmd_modify(): accessible, and nobody thinks of the write bit that was saved. */
  pmd_modify(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 0 || pte.frame !== me.folio || !k.protnone(me.mm, me.page)) return;
    for (let n = 0; n < k.nr_pages(me.folio); n++) {
      k.pte(me.mm, me.page + n).none = 0;
      k.pte(me.mm, me.page + n).write = 0;
    }
  },
  spin_unlock_failed(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
