// The second half: the count is looked at once more, the new page takes over, and the entries are mapped again, to one page or the other.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { MigrateVma } from './migrate_vma_setup.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';

export const migrate_vma_pages = path('mm/migrate.c:migrate_vma_pages() @v5.8', MigrateVma)({
  /** Device memory takes no page of the swap cache. migrate_page_move_mapping(): the isolation's reference, or the two of device memory. */
  migrate_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 1 || folio.ref !== 1 + folio.device_private) me.migrate = 0;
  },
  migrate_page_copy: { local: (me, go) => (me.migrate === 1 ? go.migrate_page_states : go.remove_migration_ptes) },
  migrate_page_states(k, me) {
    const folio = k.folio(me.folio);
    const newpage = k.folio(me.newpage);
    newpage.anon_vma = folio.anon_vma;
    newpage.swapbacked = folio.swapbacked;
    newpage.dirty = folio.dirty;
  },
  /** migrate_vma_finalize(). */
  remove_migration_ptes: calls(MigrateVma)(remove_migration_ptes, (me, to) => {
    to.old = me.folio;
    to.new = me.migrate === 1 ? me.newpage : me.folio;
    to.page = me.page;
  }),
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** putback_lru_page(); who moved has no more mapping, and goes. */
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    if (folio.device_private === 1 || me.migrate === 1) return;
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  unlock_newpage(k, me) {
    k.folio(me.newpage).locked = 0;
  },
  lru_cache_add_new(k, me) {
    const folio = k.folio(me.newpage);
    if (folio.device_private === 1 || me.migrate === 0) return;
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_newpage(k, me) {
    k.put(me.newpage, 1);
    return done;
  },
});
