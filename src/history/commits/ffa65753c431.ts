// v5.17: who waits for a migration entry takes no reference for it, and so no longer makes the migration fail.
import { change, done, wait } from '../../machine/index.js';
import { migration_entry_wait } from '../../model/index.js';
import { commit } from '../commit.js';

export const ffa65753c431 = commit(
  {
    id: 'ffa65753c431',
    subject: 'mm/migrate.c: rework migration_entry_wait() to not take a pageref',
    since: 'v5.17',
    says: 'A fault on a migration entry waits for the page lock without a reference, so that the count check does not see it.',
  },
  change(migration_entry_wait, edit =>
    edit
      .replace('get_page_unless_zero', (k, me) => {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        if (pte.migration === 0) return done;
        me.folio = k.head(pte.migration);
      })
      .rename('get_page_unless_zero', 'migration_entry_wait_on_locked')
      .remove('put_and_wait_on_page_locked')
      .rename('wait_on_page_locked', 'io_schedule'),
  ),
);
