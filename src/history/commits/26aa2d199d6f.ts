// v5.15: reclaim hands pages to a slower node before it asks anything else about them, pins included.
import { calls, change, done } from '../../machine/index.js';
import { Demotion, demote_page_list, MigrateMode, Moved, migrate_pages } from '../../model/index.js';
import { commit } from '../commit.js';

export const c26aa2d199d6f = commit(
  {
    id: '26aa2d199d6f',
    subject: 'mm/migrate: demote pages during reclaim',
    since: 'v5.15',
    says: 'Where there is a slower node, a page is sent to migrate_pages() first. One that comes back is reclaimed as ever.',
  },
  change(demote_page_list, edit =>
    edit.before('shrink_page_list', {
      /** The first round of shrink_page_list(): what is locked, mlocked or being written is kept, all else is a candidate. */
      do_demote_pass(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.locked === 1 || folio.mlocked === 1 || folio.writeback === 1) return go.move_pages_to_lru;
      },
      migrate_pages: calls(Demotion)(
        migrate_pages,
        (me, to) => {
          to.page = me.page;
          to.folio = me.folio;
          to.mode = MigrateMode.async;
        },
        (me, got) => {
          me.rc = got.rc;
        },
      ),
      nr_succeeded: {
        local: me => {
          const { rc } = me;
          me.rc = 0;
          if (rc === Moved.success) return done;
        },
      },
    }),
  ),
);
