// Where long-term pins may stay, as it changed: pins are given back as pins (v5.10); ZONE_MOVABLE counts too, and a page that will not
// move is an error (v5.13).
import { change, done } from '../../machine/index.js';
import { check_and_migrate_cma_pages, is_pinnable_page, Longterm, Moved, Zone } from '../../model/index.js';
import { commit } from '../commit.js';

const pins_are_unpinned = change(check_and_migrate_cma_pages, edit =>
  edit
    .replace('put_page', (k, me) => {
      k.unpin(me.device, me.page);
    })
    .rename('put_page', 'unpin_user_pages'),
);

export const c96e1fac162cc = commit(
  {
    id: '96e1fac162cc',
    subject: 'mm/gup: use unpin_user_pages() in __gup_longterm_locked()',
    since: 'v5.10',
    says: 'A long-term pin that is taken back drops all it took, 1024, and not one. Also in 5.9.9.',
  },
  pins_are_unpinned,
);

const movable_is_left = change(is_pinnable_page, edit =>
  edit
    .replace('is_migrate_cma_page', (k, me) => {
      me.unpinnable = k.page(me.folio).zone === Zone.normal ? 0 : 1;
      return done;
    })
    .rename('is_migrate_cma_page', 'is_pinnable_page'),
);

export const d1e153fea2a8 = commit(
  {
    id: 'd1e153fea2a8',
    subject: 'mm/gup: migrate pinned pages out of movable zone',
    since: 'v5.13',
    says: 'Long-term pins leave ZONE_MOVABLE, too. What cannot be isolated is tried for again; what cannot be moved is not pinned.',
  },
  movable_is_left,
  change(pins_are_unpinned.path, edit =>
    edit
      .aside('putback_movable_pages', {
        isolation_error(k, me) {
          k.unpin(me.device, me.page);
          me.rc = Longterm.again;
          return done;
        },
      })
      .replace('isolate_lru_page', (k, me, go) => {
        const folio = k.folio(me.folio);
        if (folio.lru === 0) return go.isolation_error;
        folio.lru = 0;
        folio.ref++;
      })
      .replace('migrate_allow', {
        local: (me, go) => {
          me.rc = me.moved === Moved.success ? Longterm.again : Longterm.failed;
          return me.moved === Moved.success ? done : go.putback_movable_pages;
        },
      })
      .rename('migrate_allow', 'ENOMEM'),
  ),
);
