// An option: some memory has to stay movable. Long-term pins are checked for it; a scenario with a page in CMA or ZONE_MOVABLE gets it.
import { calls, change, done } from '../../machine/index.js';
import { check_and_migrate_cma_pages, Gup, is_pinnable_page, Longterm, pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

export const unpinnableMemory = commit(
  {
    id: 'unpinnable memory',
    subject: '__gup_longterm_locked() checks where the page lies',
    since: '-',
    says: 'A long-term pin of a page in CMA, and since v5.13 in ZONE_MOVABLE, moves the page first.',
  },
  change(pin_user_pages_fast, edit =>
    edit
      .aside('faultin_page', {
        /** The pin has been taken, but GUP has not returned it. */
        pte_unmap_unlock_longterm(k, me) {
          k.pte(me.mm, me.page).ptl = 0;
        },
        check_and_migrate_cma_pages: calls(Gup)(
          check_and_migrate_cma_pages,
          (me, to) => {
            to.device = me.device;
            to.page = me.page;
            to.folio = me.folio;
            me.unpinnable = 0;
          },
          (me, got) => {
            me.rc = got.rc;
          },
        ),
        migrated(k, me, go) {
          const { rc } = me;
          me.rc = 0;
          if (rc === Longterm.again) return go.follow_page_pte;
          if (rc === Longterm.unchecked) {
            me.longterm = 0;
            return go.follow_page_pte;
          }
          if (rc === Longterm.pinned) k.pin(me.device, me.page).pending = 0;
          k.mmap_read_unlock(me.mm);
          return done;
        },
      })
      /** Not in the fast walk: the caller falls back to the slow one. */
      .before('try_grab_compound_head', {
        is_pinnable_page: calls(Gup)(
          is_pinnable_page,
          (me, to) => {
            to.folio = me.folio;
          },
          (me, got) => {
            me.unpinnable = got.unpinnable & me.longterm;
          },
        ),
        unpinnable: {
          local: (me, go) => {
            const { unpinnable } = me;
            me.unpinnable = 0;
            if (unpinnable === 1) return go.gup_slow;
          },
        },
      })
      /** Asked for before the pin, so that nobody takes it for one that GUP has returned. */
      .before('try_grab_page', {
        is_pinnable_page_slow: calls(Gup)(
          is_pinnable_page,
          (me, to) => {
            to.folio = me.folio;
          },
          (me, got) => {
            me.unpinnable = got.unpinnable & me.longterm;
          },
        ),
      })
      .after('try_grab_page', {
        unpinnable_slow: { local: (me, go) => (me.unpinnable === 1 ? go.pte_unmap_unlock_longterm : go.pte_unmap_unlock) },
      }),
  ),
);
