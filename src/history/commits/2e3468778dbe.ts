// v6.1: a migration entry remembers the dirty bit, so that an unpinned page comes back as dirty as it was.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { entries_remember_exclusive, migrate_refuses_pinned, pmd_refuses_pinned } from './exclusive-migration.js';
import { collected_entry_remembers_dirty } from './migrate-vma.js';

export const c2e3468778dbe = commit(
  {
    id: '2e3468778dbe',
    subject: 'mm: remember young/dirty bit for page migrations',
    since: 'v6.1',
    says: 'The dirty bit goes through the migration entry and comes back if the page is still dirty. Accessed bits are no state here.',
  },
  change(migrate_refuses_pinned.path, edit =>
    edit.replace('set_pte_at', (k, me) => {
      k.setMigration(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write, me.pte_dirty);
    }),
  ),
  change(entries_remember_exclusive.path, edit =>
    edit.before('get_page_pmd', {
      is_pmd_migration_entry_dirty(k, me) {
        me.dirty = k.pte(me.mm, me.page).migration_dirty & k.folio(me.new).dirty;
      },
    }).before('get_page', {
      is_migration_entry_dirty(k, me) {
        me.dirty = k.pte(me.mm, me.page).migration_dirty & k.folio(me.new).dirty;
      },
    }),
  ),
  change(pmd_refuses_pinned.path, edit =>
    edit.replace('set_pmd_at', (k, me) => {
      k.freezePmd(me.mm, me.page, me.folio, me.pte_write, me.anon_exclusive & ~me.pte_write, me.pte_dirty);
    }),
  ),
  collected_entry_remembers_dirty,
);
