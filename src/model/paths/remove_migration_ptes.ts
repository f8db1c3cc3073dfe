// The end of a migration, for better or worse: every migration entry becomes a mapping again, of the new page or of the old one.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';

/**
 * more: pages of the folio after the first. `mm` counts to one past the last, hence a bit more. lost: an entry's write permission was
 * taken, and its mapping still has it.
 */
export const Remap = record('Remap', {
  old: FRAME,
  new: FRAME,
  page: PAGE,
  more: PAGE,
  mm: 3,
  walked: 3,
  dirty: 1,
  pmd_write: 1,
  lost: 1,
});

export const remove_migration_ptes = path('mm/migrate.c:remove_migration_ptes() @v5.8', Remap)({
  /** The anon_vma, or the i_mmap, of the page that is to be mapped, under its read lock. */
  rmap_walk_anon(k, me, go) {
    if (k.nextVma(me.new, me)) return;
    if (me.more === 0) return done;
    me.old++;
    me.new++;
    me.page++;
    me.more--;
    me.mm = 0;
    return go.rmap_walk_anon;
  },
  /** An entry that was zapped meanwhile is not there. */
  page_vma_mapped_walk(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.migration === me.old) {
      if (me.more > 0 && k.frozenPmd(me.mm, me.page, me.old)) return k.pmd_trylock(me.mm, me.page) ? go.get_page_pmd : wait;
      pte.ptl = 1;
      return;
    }
    me.mm++;
    return go.rmap_walk_anon;
  },
  get_page(k, me) {
    k.folio(me.new).ref++;
  },
  /**
   * Writable as the entry says, and only if the mapping still allows it; clean and old. Device memory gets an entry that the CPU cannot
   * follow.
   */
  set_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    const allowed = k.allows(me.mm, me.page, 1);
    const write = pte.migration_write === 1 && allowed ? 1 : 0;
    if (pte.migration_was_write === 1 && allowed && write === 0 && pte.uffd_wp === 0) me.lost = 1;
    k.pte_clear_not_present(me.mm, me.page);
    if (k.folio(me.new).device_private === 1) {
      pte.device_private = me.new;
      pte.device_private_write = write;
      me.dirty = 0;
      return;
    }
    k.restorePte(me.mm, me.page, me.new, write, me.dirty);
    me.dirty = 0;
  },
  page_add_anon_rmap(k, me) {
    k.page(me.new).mapcount++;
  },
  /** In a locked mapping the page is mlocked at once. */
  mlock_vma_page(k, me, go) {
    if (k.vma(me.mm, me.page).locked === 1) k.folio(me.new).mlocked = 1;
    k.pte(me.mm, me.page).ptl = 0;
    me.mm++;
    return go.rmap_walk_anon;
  },

  /** mm/huge_memory.c:remove_migration_pmd(): the huge page is mapped as it was, with one reference for all of it. */
  get_page_pmd(k, me) {
    k.folio(me.new).ref++;
  },
  page_add_anon_rmap_pmd(k, me) {
    k.folio(me.new).entire_mapcount++;
  },
  set_pmd_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    const allowed = k.allows(me.mm, me.page, 1);
    me.pmd_write = pte.migration_write === 1 && allowed ? 1 : 0;
    if (pte.migration_was_write === 1 && allowed && me.pmd_write === 0) me.lost = 1;
    for (let n = me.page; n <= me.page + me.more; n++) k.pte_clear_not_present(me.mm, n);
    k.mapRange(me.mm, me.page, me.new, me.pmd_write, me.dirty, 1);
    me.pmd_write = 0;
    me.dirty = 0;
  },
  spin_unlock(k, me, go) {
    if (k.vma(me.mm, me.page).locked === 1) k.folio(me.new).mlocked = 1;
    k.pmd_unlock(me.mm, me.page);
    me.mm++;
    return go.rmap_walk_anon;
  },
});
