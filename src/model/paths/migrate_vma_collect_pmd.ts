// Looks the page up and, if it can be locked at once, replaces the entry by a migration entry there and then. No pin is looked for,
// and what the entry said about dirty is forgotten.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';

export const Collect = record('Collect', {
  mm: MM,
  page: PAGE,
  back: 1,
  folio: FRAME,
  locked: 1,
  pte_write: 1,
  pte_dirty: 1,
  anon_exclusive: 1,
  /** The notifier clients had something to revoke. */
  revoked: 1,
});

export const migrate_vma_collect_pmd = path('mm/migrate.c:migrate_vma_collect_pmd() @v5.8', Collect)({
  pte_offset_map_lock(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    me.folio = me.back === 1 ? pte.device_private : pte.frame;
    if (me.folio === 0) return done;
    me.pte_write = me.back === 1 ? pte.device_private_write : pte.write;
    pte.ptl = 1;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.pte_unmap_unlock_left;
    folio.locked = 1;
    folio.held = k.pinsOn(me.folio);
    me.locked = 1;
  },
  ptep_get_and_clear(k, me) {
    k.clearPte(me.mm, me.page);
  },
  set_pte_at(k, me) {
    k.pte_clear_not_present(me.mm, me.page);
    k.setMigration(me.mm, me.page, me.folio, me.pte_write);
    me.pte_write = 0;
  },
  page_remove_rmap(k, me) {
    k.page_remove_rmap(me.folio);
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  /** Only now: until here a store through a stale entry may come, and the entry is another one already. */
  flush_tlb_range(k, me) {
    k.flush(me.mm, me.page);
    return done;
  },

  pte_unmap_unlock_left(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    me.pte_write = 0;
    return done;
  },
});
