// Proposals for the callers other than reclaim: "more places to call page_maybe_dma_pinned()", as the seed's mail has it.
import { change } from '../../machine/index.js';
import { Moved, migrate_folio_unmap, migrate_vma_collect_pmd, shrink_page_list, unmap_and_move } from '../../model/index.js';
import { commit } from '../commit.js';

const passes = change(unmap_and_move, (edit) =>
  edit.before('try_to_unmap', {
    migrate_maybe_dma_pinned(k, me, go) {
      if (!k.page_maybe_dma_pinned(me.folio)) return;
      me.was_mapped = 0;
      me.rc = Moved.failed;
      return go.unlock_page_failed;
    },
  }),
);

const batches = change(migrate_folio_unmap, (edit) =>
  edit.before('try_to_migrate', {
    migrate_folio_maybe_dma_pinned(k, me, go) {
      if (!k.page_maybe_dma_pinned(me.folio)) return;
      me.was_mapped = 0;
      me.rc = Moved.failed;
      return go.folio_unlock;
    },
  }),
);

/** Exists in a vendor's tree (openEuler, kernel pull 19709); not upstream. */
export const earlyMigrate = commit(
  {
    id: 'early-migrate',
    subject: 'test in migrate_pages(), under the page lock and before the unmap',
    since: '-',
    says: 'Migration gives a page up that looks pinned, before try_to_unmap() or try_to_migrate(): at once, and not ten times.',
  },
  passes,
  batches,
);

/** The same place in each caller whose unmap a pin makes useless. Memory failure and HMM want theirs, and the split counts already. */
export const earlyCallers = commit(
  {
    id: 'early-callers',
    subject: 'test early in every caller: shrink_page_list(), migrate_pages(), migrate_vma_collect_pmd()',
    since: '-',
    says: "Each caller looks for itself before it unmaps: the mail's own alternative to a test inside try_to_unmap().",
    takesIn: [earlyMigrate],
  },
  change(shrink_page_list, (edit) =>
    edit.before('add_to_swap', {
      callers_maybe_dma_pinned(k, me, go) {
        if (k.page_maybe_dma_pinned(me.folio)) return go.keep_locked;
      },
    }),
  ),
  change(migrate_vma_collect_pmd, (edit) =>
    edit.before('get_page', {
      callers_collect_maybe_dma_pinned(k, me, go) {
        if (me.back === 1 || !k.page_maybe_dma_pinned(me.folio)) return;
        me.folio = 0;
        return go.pte_unmap_unlock_left;
      },
    }),
  ),
);
