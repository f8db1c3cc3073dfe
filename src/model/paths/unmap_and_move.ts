// One try to move one page: lock, wait, unmap, count, copy, map again. Whatever fails after the unmap is undone before the lock goes.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MigrateMode, Migration, Moved } from '../migrate.js';
import { move_to_new_page } from './move_to_new_page.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';
import { try_to_unmap } from './try_to_unmap.js';

export const unmap_and_move = path('mm/migrate.c:unmap_and_move() @v5.8', Migration)({
  /** Freed from under us: only the isolation holds it. */
  page_count(k, me, go) {
    if (k.folio(me.folio).ref === 1) return go.put_page;
  },
  /** Locked from the start: nobody knows it yet. */
  get_new_page(k, me) {
    me.page = k.firstPage(me.folio, me.page);
    me.more = k.nr_pages(me.folio) - 1;
    me.newpage = k.allocLike(me.folio, me.page);
    me.rc = me.newpage === 0 ? Moved.failed : Moved.EAGAIN;
    if (me.newpage === 0) return done;
    k.folio(me.newpage).locked = 1;
  },
  /** __unmap_and_move(): a lock that others hold is slept for in later passes only, and never in asynchronous mode. */
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return me.force === 0 || me.mode === MigrateMode.async ? go.put_new_page : go.lock_page;
    folio.locked = 1;
    folio.held = k.pinsOnFolio(me.folio);
    return go.PageWriteback;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
    folio.held = k.pinsOnFolio(me.folio);
  },
  PageWriteback(k, me, go) {
    if (k.folio(me.folio).writeback === 0) return go.page_mapped;
    if (me.mode !== MigrateMode.sync) {
      me.rc = Moved.failed;
      return go.unlock_page_failed;
    }
    if (me.force === 0) return go.unlock_page_failed;
  },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  page_mapped(k, me, go) {
    me.unmapped = 1;
    if (k.folio_mapcount(me.folio) === 0) return go.move_to_new_page;
    me.unmapped = 0;
    me.was_mapped = 1;
  },
  /** TTU_MIGRATION | TTU_IGNORE_MLOCK | TTU_IGNORE_ACCESS: nobody asks whether it can succeed. */
  try_to_unmap: calls(Migration)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
      to.migration = 1;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.revoked = got.revoked;
    },
  ),
  page_mapped_still: { local: (me, go) => (me.unmapped === 1 ? go.move_to_new_page : go.remove_migration_ptes) },
  move_to_new_page: calls(Migration)(
    move_to_new_page,
    (me, to) => {
      to.folio = me.folio;
      to.newpage = me.newpage;
      to.page = me.page;
      to.mode = me.mode;
    },
    (me, got) => {
      me.rc = got.rc;
      me.unmapped = 0;
    },
  ),
  page_was_mapped: { local: (me, go) => (me.was_mapped === 1 ? go.remove_migration_ptes : go.rc) },
  remove_migration_ptes: calls(Migration)(
    remove_migration_ptes,
    (me, to) => {
      to.old = me.folio;
      to.new = me.rc === Moved.success ? me.newpage : me.folio;
      to.page = me.page;
      to.more = me.more;
      me.was_mapped = 0;
    },
    (me, got) => {
      me.lost = got.lost;
    },
  ),
  rc: { local: (me, go) => (me.rc === Moved.success ? go.unlock_newpage : go.unlock_page_failed) },
  unlock_newpage(k, me) {
    k.folio(me.newpage).locked = 0;
  },
  unlock_page(k, me) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.held = 0;
    me.revoked = 0;
  },
  /** putback_lru_page(newpage). */
  lru_cache_add(k, me) {
    const newpage = k.folio(me.newpage);
    newpage.lru_add_batch = 1;
    newpage.ref++;
  },
  put_newpage(k, me) {
    k.put(me.newpage, 1);
    me.newpage = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.rc = Moved.success;
    return done;
  },

  unlock_page_failed(k, me) {
    k.kept(me.folio, me.lost === 1, me.revoked === 1);
    k.folio(me.folio).locked = 0;
    me.revoked = 0;
    me.lost = 0;
  },
  put_new_page(k, me) {
    k.folio(me.newpage).locked = 0;
    k.put(me.newpage, 1);
    me.newpage = 0;
    return done;
  },
});
