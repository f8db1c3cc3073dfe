// The rmap walk of a migration, a function of its own since v5.14: every mapping becomes a migration entry, or one refuses.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { try_to_migrate_one } from './try_to_migrate_one.js';
import { Unmap } from './try_to_unmap.js';

export const try_to_migrate = path('mm/rmap.c:try_to_migrate() @v5.15', Unmap)({
  rmap_walk_anon(k, me, go) {
    me.go_on = 0;
    if (!k.nextVma(me.folio, me)) return go.page_mapped;
  },
  rmap_one: calls(Unmap)(
    try_to_migrate_one,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
      to.split_pmd = me.split_pmd;
      to.mm = me.mm;
      to.batch_flush = me.batch_flush;
      to.ret = 1;
    },
    (me, got) => {
      me.go_on = got.ret;
      if (got.cleared === 1) me.cleared = 1;
      if (got.revoked === 1) me.revoked = 1;
      me.mm++;
    },
  ),
  rmap_one_refused: { local: (me, go) => (me.go_on === 1 ? go.page_not_mapped : go.page_mapped) },
  page_not_mapped(k, me, go) {
    if (k.folio_mapcount(me.folio) > 0) return go.rmap_walk_anon;
  },
  /** Nothing is returned: the caller asks page_mapped(). */
  page_mapped(k, me) {
    me.unmapped = k.folio_mapcount(me.folio) === 0 ? 1 : 0;
    return done;
  },
});
