// munlock() asks whether anybody else has the page locked. It shares try_to_unmap_one() with all who unmap, until v5.14.
import { calls, done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Unmap } from './try_to_unmap.js';
import { try_to_unmap_one } from './try_to_unmap_one.js';

export const try_to_munlock = path('mm/rmap.c:try_to_munlock() @v5.8', Unmap)({
  /** A VMA that is not locked is passed over at once, before the notifier. */
  rmap_walk_anon(k, me) {
    me.go_on = 0;
    const { anon_vma } = k.folio(me.folio);
    while (me.mm < k.shape.mms && (((anon_vma >>> me.mm) & 1) === 0 || k.vma(me.mm, me.page).locked === 0)) me.mm++;
    if (me.mm >= k.shape.mms) return done;
  },
  rmap_one: calls(Unmap)(
    try_to_unmap_one,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.mm = me.mm;
      to.munlock = 1;
      to.ret = 1;
    },
    (me, got) => {
      me.go_on = got.ret;
      me.mm++;
    },
  ),
  rmap_one_refused: { local: (me, go) => (me.go_on === 1 ? go.page_not_mapped : done) },
  page_not_mapped(k, me, go) {
    if (k.folio_mapcount(me.folio) > 0) return go.rmap_walk_anon;
    return done;
  },
});
