// The first half of a move between system memory and a device's own: collect, prepare, unmap. The entry of the process that asks is
// replaced before anybody looks at a count; what cannot be moved is mapped back.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { migrate_vma_collect_pmd } from './migrate_vma_collect_pmd.js';
import { mmu_notifier_invalidate_range_end } from './mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './mmu_notifier_invalidate_range_start.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';
import { try_to_unmap } from './try_to_unmap.js';

/** One page of struct migrate_vma. */
export const MigrateVma = record('MigrateVma', {
  mm: MM,
  page: PAGE,
  folio: FRAME,
  newpage: FRAME,
  /** The page is in device memory and comes back (src_owner). */
  back: 1,
  /** MIGRATE_PFN_LOCKED: collect has locked it and replaced the entry. */
  locked: 1,
  /** MIGRATE_PFN_MIGRATE. */
  migrate: 1,
  unmapped: 1,
  revoked: 1,
});

export const migrate_vma_setup = path('mm/migrate.c:migrate_vma_setup() @v5.8', MigrateVma)({
  /** migrate_vma_collect(), under the mmap lock for reading. */
  mmu_notifier_invalidate_range_start: calls(MigrateVma)(
    mmu_notifier_invalidate_range_start,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
    },
    (me, got) => {
      me.revoked = got.revoked;
    },
  ),
  migrate_vma_collect_pmd: calls(MigrateVma)(
    migrate_vma_collect_pmd,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.back = me.back;
      to.revoked = me.revoked;
    },
    (me, got) => {
      me.folio = got.folio;
      me.locked = got.locked;
    },
  ),
  mmu_notifier_invalidate_range_end: calls(MigrateVma)(mmu_notifier_invalidate_range_end, (me, to) => {
    to.mm = me.mm;
  }),
  cpages: { local: (me, go) => (me.folio === 0 ? done : go.trylock_page) },

  /** migrate_vma_prepare(): a page that collect could not lock is tried once more. */
  trylock_page(k, me, go) {
    if (me.locked === 1) return;
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.put_page_unlocked;
    folio.locked = 1;
    folio.held = k.pinsOn(me.folio);
  },
  lru_add_drain_all(k, me) {
    const folio = k.folio(me.folio);
    if (folio.lru_add_batch === 0) return;
    folio.lru_add_batch = 0;
    folio.lru = 1;
    k.put(me.folio, 1);
  },
  /** Memory of a device is on no list; it keeps the reference that collect took. */
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.device_private === 1) return go.page_mapped;
    if (folio.lru === 0) return go.remove_migration_ptes;
    folio.lru = 0;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  /** More references than mappings, the isolation and the swap cache: somebody has it pinned. */
  migrate_vma_check_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ref - 1 - folio.swapcache > k.page_mapcount(me.folio)) return go.putback_lru_page;
  },
  /** migrate_vma_unmap(): the other mappings. */
  page_mapped(k, me, go) {
    if (k.folio_mapcount(me.folio) === 0) return go.migrate_vma_check_page_again;
  },
  try_to_unmap: calls(MigrateVma)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.migration = 1;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      if (got.revoked === 1) me.revoked = 1;
    },
  ),
  page_mapped_still: { local: (me, go) => (me.unmapped === 1 ? go.migrate_vma_check_page_again : go.putback_lru_page) },
  migrate_vma_check_page_again(k, me, go) {
    const folio = k.folio(me.folio);
    me.unmapped = 0;
    if (folio.device_private === 0 && folio.ref - 1 - folio.swapcache > k.page_mapcount(me.folio)) return go.putback_lru_page;
    me.migrate = 1;
    folio.held = 0;
    return done;
  },

  /** Through a batch, which takes the isolation's reference; one more is kept until the page is unlocked. */
  putback_lru_page(k, me) {
    const folio = k.folio(me.folio);
    me.unmapped = 0;
    if (folio.device_private === 1) return;
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  remove_migration_ptes: calls(MigrateVma)(remove_migration_ptes, (me, to) => {
    to.old = me.folio;
    to.new = me.folio;
    to.page = me.page;
  }),
  unlock_page(k, me) {
    k.kept(me.folio, false, me.revoked === 1);
    k.folio(me.folio).locked = 0;
  },
  put_page_unlocked(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
    return done;
  },
});
