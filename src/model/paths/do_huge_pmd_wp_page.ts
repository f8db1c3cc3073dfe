// A write to a huge page whose PMD is read-only: is all of it ours alone? If not, the PMD is split and the page that is written copied.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { __split_huge_pmd } from './__split_huge_pmd.js';

/** page: the one that is written, then the first of its range. fallback: VM_FAULT_FALLBACK, and the fault goes on with small entries. */
export const HugeWp = record('HugeWp', { mm: MM, page: PAGE, unshare: 1, folio: FRAME, fallback: 1 });

export const do_huge_pmd_wp_page = path('mm/huge_memory.c:do_huge_pmd_wp_page() @v5.8', HugeWp)({
  pmd_lock(k, me) {
    const first = k.shape.first[me.page];
    const pte = k.pte(me.mm, first);
    if (!k.pmd_trylock(me.mm, first)) return wait;
    me.page = first;
    me.folio = pte.frame;
    if (pte.pmd === 1 && pte.frame !== 0 && !k.protnone(me.mm, first) && (me.unshare === 1 || pte.write === 0)) return;
    k.pmd_unlock(me.mm, first);
    return done;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.get_page_and_wait;
    folio.locked = 1;
    return go.reuse_swap_page;
  },
  /** The page lock is slept for with a reference, without the PTL; then everything is looked at again. */
  get_page_and_wait(k, me) {
    k.folio(me.folio).ref++;
  },
  spin_unlock_and_wait(k, me) {
    k.pmd_unlock(me.mm, me.page);
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  pmd_same(k, me, go) {
    if (!k.pmd_trylock(me.mm, me.page)) return wait;
    const pte = k.pte(me.mm, me.page);
    if (pte.pmd === 1 && pte.frame === me.folio && pte.write === 0 && !k.protnone(me.mm, me.page)) return;
    k.pmd_unlock(me.mm, me.page);
    return go.lost_race;
  },
  put_page_after_wait(k, me) {
    k.put(me.folio, 1);
  },

  /** Mappings and swap entries of the page that has most of them: nobody else maps the huge page or a part of it. A pin is no mapping. */
  reuse_swap_page(k, me, go) {
    if (k.map_swapcount(me.folio) > 1) return go.unlock_page_fallback;
    k.try_to_free_swap(me.folio);
  },
  page_move_anon_rmap(k, me) {
    k.folio(me.folio).anon_vma = 1 << me.mm;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  pmdp_set_access_flags(k, me) {
    k.writeRange(me.mm, me.page);
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    return done;
  },

  lost_race(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_lost(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  unlock_page_fallback(k, me) {
    k.folio(me.folio).locked = 0;
  },
  spin_unlock_fallback(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.folio = 0;
    me.fallback = 1;
  },
  __split_huge_pmd: calls(HugeWp)(__split_huge_pmd, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.whole = 1;
  }),
  out: { local: () => done },
});
