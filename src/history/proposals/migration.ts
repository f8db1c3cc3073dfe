// A proposal for migration that looks too early: before the page lock, so that a pin may land between the test and the lock.
import { change, done } from '../../machine/index.js';
import { Moved, migrate_pages } from '../../model/index.js';
import { commit } from '../commit.js';

/** The neighbour of early-migrate, which looks under the lock. */
export const unlockedMigrate = commit(
  {
    id: 'unlocked-migrate',
    subject: 'test in migrate_pages(), before anything is done to the page',
    since: '-',
    says: 'A page that looks pinned is not tried at all, and counts as one that cannot be moved.',
  },
  change(migrate_pages, edit =>
    edit.before('unmap_and_move', {
      unlocked_migrate_maybe_dma_pinned(k, me) {
        if (!k.page_maybe_dma_pinned(me.folio)) return;
        me.rc = Moved.failed;
        return done;
      },
    }),
  ),
);
