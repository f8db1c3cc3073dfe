// v6.4: of a data=journal file only what is part of a transaction is written, and what was dirtied through a pin becomes part of one.
import { change } from '../../machine/index.js';
import { Filesystem, write_cache_pages } from '../../model/index.js';
import { commit } from '../commit.js';

/** Seen through it, for whoever edits what it brings. */
export const only_journalled = change(write_cache_pages, edit =>
  edit.before('set_page_writeback', {
    /** Buffers that are clean are not written, and the page is clean all the same (ext4_bio_write_folio()). */
    folio_test_checked(k, me, go) {
      if (k.filesystem(me.page) !== Filesystem.ext4_journal) return;
      const { jbddirty, checked } = k.cached(me.page);
      if (jbddirty === 0 && checked === 0) return go.continue_unlock;
    },
  }),
);

export const c3f5d30636d2a = commit(
  {
    id: '3f5d30636d2a',
    subject: 'ext4: Mark page for delayed dirtying only if it is pinned',
    since: 'v6.4',
    says:
      'data=journal: before, writepages makes each dirty page part of a transaction. Now a page that becomes dirty while it seems pinned ' +
      'is marked, and only the marked ones are added. What somebody dirties who holds a plain reference is not written at all.',
  },
  only_journalled,
);
