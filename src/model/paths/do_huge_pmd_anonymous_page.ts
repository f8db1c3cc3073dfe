// The first touch of a large page: a zeroed folio of several pages, mapped by a PMD or by its PTEs.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ZEROES } from '../state.js';

/** pmd: a THP; without it the folio is a smaller one, which v6.8 learned to map by PTEs (do_anonymous_page() => alloc_anon_folio()). */
export const HugeAnonymous = record('HugeAnonymous', { mm: MM, page: PAGE, order: 2, pmd: 1, folio: FRAME });

export const do_huge_pmd_anonymous_page = path('mm/huge_memory.c:do_huge_pmd_anonymous_page() @v5.8', HugeAnonymous)({
  alloc_hugepage_vma(k, me) {
    me.folio = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page), me.order);
    if (me.folio === 0) return wait;
  },
  /** mm/page_alloc.c:prep_compound_page(): the pin count stands in the second tail page, which a folio of two pages has not. */
  prep_compound_page(k, me) {
    k.page(me.folio).counts_pins = me.pmd === 1 || me.order > 1 ? 1 : 0;
  },
  clear_huge_page(k, me) {
    for (let n = me.folio; n <= k.lastOf(me.folio); n++) k.page(n).content = ZEROES;
  },
  pmd_lock(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    if (k.rangeEmpty(me.mm, me.page)) return;
    k.pmd_unlock(me.mm, me.page);
    return go.release;
  },
  page_add_new_anon_rmap(k, me) {
    if (me.pmd === 1) k.page(me.folio).entire_mapcount = 1;
    else for (let n = me.folio; n <= k.lastOf(me.folio); n++) k.page(n).mapcount = 1;
  },
  page_ref_add(k, me) {
    if (me.pmd === 0) k.page(me.folio).ref += (1 << me.order) - 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  set_pmd_at(k, me) {
    k.mapRange(me.mm, me.page, me.folio, k.allows(me.mm, me.page, 1) ? 1 : 0, 1, me.pmd);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    return done;
  },
  release(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
