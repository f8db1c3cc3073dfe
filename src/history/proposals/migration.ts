// Proposals for migration: "more places to call page_maybe_dma_pinned()". Where it comes before the unmap, no client is disturbed.
import { change, done } from '../../machine/index.js';
import { Moved, migrate_folio_unmap, migrate_pages, unmap_and_move } from '../../model/index.js';
import { commit } from '../commit.js';

/** The mail's own alternative, for the caller that it asks about. */
export const earlyMigrate = commit(
  {
    id: 'early-migrate',
    subject: 'test in migrate_pages(), before anything is done to the page',
    since: '-',
    says: 'A page that looks pinned is not tried at all, and counts as one that cannot be moved.',
  },
  change(migrate_pages, edit =>
    edit.before('unmap_and_move', {
      early_migrate_maybe_dma_pinned(k, me) {
        if (!k.page_maybe_dma_pinned(me.folio)) return;
        me.rc = Moved.failed;
        return done;
      },
    }),
  ),
);

/** As it stands in a vendor's tree (openEuler), and was never posted. */
export const beforeMigrate = commit(
  {
    id: 'before-migrate',
    subject: 'test under the page lock, in front of try_to_migrate()',
    since: '-',
    says: 'A page that looks pinned when its lock has been taken is not unmapped; it is tried again in each pass.',
  },
  change(unmap_and_move, edit =>
    edit.before('page_mapped', {
      before_migrate_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.unlock_page_failed;
      },
    }),
  ),
  change(migrate_folio_unmap, edit =>
    edit.before('folio_mapped', {
      before_migrate_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.folio_unlock;
      },
    }),
  ),
);
