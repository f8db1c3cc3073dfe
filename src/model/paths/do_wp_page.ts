// A write to a read-only entry of a private mapping: is the page ours alone, or is it copied? Entered with the PTL held.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { See } from '../properties.js';
import { wp_page_copy } from './wp_page_copy.js';
import { wp_page_shared } from './wp_page_shared.js';

export const WpFault = record('WpFault', {
  mm: MM,
  page: PAGE,
  folio: FRAME,
  unshare: 1,
  /** The page is a file's, not anonymous; the mapping is VM_SHARED. */
  file: 1,
  shared: 1,
});

export const do_wp_page = path('mm/memory.c:do_wp_page() @v5.8', WpFault)({
  /** A file's page is written in place where the mapping is shared, and copied where it is private, whoever else has it. */
  PageAnon: { local: (me, go) => (me.file === 0 ? go.trylock_page : me.shared === 1 ? go.wp_page_shared : go.copy) },

  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ksm === 1 && (folio.swapcache === 1 || folio.ref !== 1)) return go.copy;
    if (folio.locked === 1) return go.get_page_and_wait;
    folio.locked = 1;
    return go.reuse_swap_page;
  },
  /** The page lock is slept for with a reference, without the PTL; then everything is looked at again. */
  get_page_and_wait(k, me) {
    k.folio(me.folio).ref++;
  },
  pte_unmap_unlock_and_wait(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  pte_same(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio || pte.write === 1) return go.lost_race;
    pte.ptl = 1;
  },
  put_page_after_wait(k, me) {
    k.put(me.folio, 1);
  },

  /** mm/swapfile.c:reuse_swap_page(): mappings plus swap entries; a pin is no mapping. */
  reuse_swap_page(k, me, go) {
    const folio = k.folio(me.folio);
    // mm/ksm.c:reuse_ksm_page(): it may have become one while its lock was waited for.
    if (folio.ksm === 1 && folio.ref !== 1) return go.unlock_page_and_copy;
    if (k.map_swapcount(me.folio) > 1) return go.unlock_page_and_copy;
    if (folio.swapcache === 1) {
      if (folio.writeback === 1) {
        if (k.shape.stableWrites) return go.unlock_page_and_copy;
      } else if (k.swapsOnly(me.folio)) k.delete_from_swap_cache(me.folio);
    }
  },
  /** All ours: the rmap walk need not look at relatives any more. */
  page_move_anon_rmap(k, me) {
    const folio = k.folio(me.folio);
    folio.anon_vma = k.anonVma(me.mm, me.page);
    // reuse_ksm_page(): the last one there makes an ordinary page of it.
    if (folio.ksm === 0) return;
    folio.ksm = 0;
    k.page(me.folio).page = me.page + 1;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  wp_page_reuse(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    pte.soft_dirty_wp = 0;
    k.observe(See.needlessCopy, false);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    return done;
  },

  lost_race(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_lost(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  unlock_page_and_copy(k, me) {
    k.folio(me.folio).locked = 0;
  },
  copy(k, me) {
    k.folio(me.folio).ref++;
  },
  pte_unmap_unlock_to_copy(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  wp_page_copy: calls(WpFault)(wp_page_copy, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.old_page = me.folio;
    to.unshare = me.unshare;
  }),
  copied: { local: () => done },

  wp_page_shared: calls(WpFault)(wp_page_shared, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.folio = me.folio;
  }),
});
