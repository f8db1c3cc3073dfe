// Moves to device memory as they changed: one lock attempt (v5.16), exclusive pages (v5.19), the dirty bit and the flush (v6.1).
import { calls, change, done } from '../../machine/index.js';
import { MigrateVma, migrate_vma_collect_pmd, migrate_vma_setup, try_to_migrate } from '../../model/index.js';
import { commit } from '../commit.js';

/** The part of a98a2f0c8ce1 that is about device memory. */
export const device_migrates = change(migrate_vma_setup, edit =>
  edit.replace(
    'try_to_unmap',
    calls(MigrateVma)(
      try_to_migrate,
      (me, to) => {
        to.folio = me.folio;
        to.page = me.page;
      },
      (me, got) => {
        me.unmapped = got.unmapped;
        if (got.revoked === 1) me.revoked = 1;
      },
    ),
  ),
);

export const ab09243aa95a = commit(
  {
    id: 'ab09243aa95a',
    subject: 'mm/migrate.c: remove MIGRATE_PFN_LOCKED',
    since: 'v5.16',
    says: 'A page that collect cannot lock is left alone, and the count is looked at only once, after the unmap.',
  },
  change(migrate_vma_setup, edit => edit.remove('migrate_vma_check_page').replace('trylock_page', (_k, me, go) => {
    if (me.locked === 0) return go.put_page_unlocked;
  })),
);

/** The part of 6c287605fd56 that is about device memory: clear, flush, look for a pin, put the entry back. */
export const collect_refuses_pinned = change(migrate_vma_collect_pmd, edit =>
  edit
    .aside('pte_unmap_unlock_left', {
      set_pte_back(k, me) {
        k.restorePte(me.mm, me.page, me.folio, me.pte_write, me.pte_dirty);
        me.pte_dirty = 0;
      },
      unlock_page_refused(k, me) {
        k.kept(me.folio, false, me.revoked === 1);
        k.folio(me.folio).locked = 0;
        me.locked = 0;
      },
      put_page_refused(k, me) {
        k.put(me.folio, 1);
        me.folio = 0;
        me.revoked = 0;
      },
    })
    .rename('set_pte_back', 'set_pte_at')
    .rename('unlock_page_refused', 'unlock_page')
    .rename('put_page_refused', 'put_page')
    .replace('ptep_get_and_clear', (k, me) => {
      const pte = k.pte(me.mm, me.page);
      me.anon_exclusive = k.page(me.folio).anon_exclusive;
      me.pte_dirty = pte.dirty;
      k.clearPte(me.mm, me.page);
    })
    .after('ptep_get_and_clear', {
      ptep_clear_flush(k, me) {
        if (me.anon_exclusive === 1) k.flush(me.mm, me.page);
      },
      page_try_share_anon_rmap(k, me, go) {
        if (me.anon_exclusive === 0) return;
        if (k.page_maybe_dma_pinned(me.folio)) {
          me.anon_exclusive = 0;
          return go.set_pte_back;
        }
        k.page(me.folio).anon_exclusive = 0;
      },
    })
    .replace('set_pte_at', (k, me) => {
      k.pte_clear_not_present(me.mm, me.page);
      k.setMigration(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write);
      me.pte_write = 0;
      me.pte_dirty = 0;
      me.anon_exclusive = 0;
    }),
);

/** The part of 2e3468778dbe that is about device memory. */
export const collected_entry_remembers_dirty = change(collect_refuses_pinned.path, edit =>
  edit.replace('set_pte_at', (k, me) => {
    k.pte_clear_not_present(me.mm, me.page);
    k.setMigration(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write, me.pte_dirty);
    me.pte_write = 0;
    me.pte_dirty = 0;
    me.anon_exclusive = 0;
  }),
);

const dirty_goes_to_page = change(collect_refuses_pinned.path, edit =>
  edit.after('page_try_share_anon_rmap', {
    folio_mark_dirty(k, me) {
      if (me.pte_dirty === 1) k.folio(me.folio).dirty = 1;
    },
  }),
);

export const fd35ca3d12cc = commit(
  {
    id: 'fd35ca3d12cc',
    subject: 'mm/migrate_device.c: copy pte dirty bit to page',
    since: 'v6.1',
    says: 'A move to device memory that is given up no longer forgets that the page was dirty.',
  },
  dirty_goes_to_page,
);

export const c60bae7370896 = commit(
  {
    id: '60bae7370896',
    subject: 'mm/migrate_device.c: flush TLB while holding PTL',
    since: 'v6.1',
    says: 'TLBs are flushed before the entry is anybody else\'s to change. Also in 5.15.y.',
  },
  change(migrate_vma_collect_pmd, edit =>
    edit
      .before('pte_unmap_unlock', {
        flush_tlb_range_locked(k, me) {
          k.flush(me.mm, me.page);
        },
      })
      .rename('flush_tlb_range_locked', 'flush_tlb_range')
      .replace('flush_tlb_range', () => done),
  ),
);
