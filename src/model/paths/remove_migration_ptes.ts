// The end of a migration, for better or worse: every migration entry becomes a mapping again, of the new page or of the old one.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';

/** `mm` counts to one past the last, hence a bit more. lost: an entry's write permission was taken, and its mapping still has it. */
export const Remap = record('Remap', { old: FRAME, new: FRAME, page: PAGE, mm: 3, walked: 3, dirty: 1, lost: 1 });

export const remove_migration_ptes = path('mm/migrate.c:remove_migration_ptes() @v5.8', Remap)({
  /** The anon_vma, or the i_mmap, of the page that is to be mapped, under its read lock. */
  rmap_walk_anon(k, me) {
    if (!k.nextVma(me.new, me)) return done;
  },
  /** An entry that was zapped meanwhile is not there. */
  page_vma_mapped_walk(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.migration === me.old) {
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
});
