// mbind(MPOL_BIND, MPOL_MF_MOVE | MPOL_MF_STRICT): the range is split off, and its pages are moved if they are on another node.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MigrateMode, Moved } from '../migrate.js';
import { Errno } from '../vma.js';
import { PagesMove } from './do_pages_move.js';
import { migrate_pages } from './migrate_pages.js';
import { split_vma } from './split_vma.js';

export const do_mbind = path('mm/mempolicy.c:do_mbind() @v5.8', PagesMove)({
  /** migrate_prep(), and mpol_set_nodemask(): a node that is not there. */
  lru_add_drain_all(k, me) {
    if (k.anyInBatch()) return wait;
    if (me.missing === 0) return;
    me.error = Errno.EINVAL;
    return done;
  },
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  /** What others map too stays, and is no failure; what is not on a list is one. */
  queue_pages_range(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0 || me.other === 0) return;
    const folio = k.folio(pte.frame);
    if (k.page_mapcount(pte.frame) > 1) return;
    if (folio.lru === 0) {
      me.error = Errno.EIO;
      return;
    }
    me.folio = k.head(pte.frame);
    folio.lru = 0;
    folio.ref++;
  },
  /** The other entries of a large folio: it is off the list by now, and so each of them counts as one that cannot be moved. */
  queue_pages_pte_range(k, me) {
    if (me.folio === 0 || k.pte(me.mm, me.page).pmd === 1) return;
    for (let page = me.page + 1; page <= me.page + me.more; page++) {
      const { frame } = k.pte(me.mm, page);
      if (frame !== 0 && k.head(frame) === me.folio) me.error = Errno.EIO;
    }
  },
  mbind_range: calls(PagesMove)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.more = me.more;
  }),
  pagelist: { local: (me, go) => (me.folio === 0 ? go.mmap_write_unlock : go.migrate_pages) },
  /** With the mmap lock held for writing: nobody faults, nobody pins the slow way. */
  migrate_pages: calls(PagesMove)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = MigrateMode.sync;
    },
    (me, got) => {
      me.rc = got.rc;
    },
  ),
  nr_failed: { local: (me, go) => (me.rc === Moved.success ? go.mmap_write_unlock : go.putback_movable_pages) },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    me.error = Errno.EIO;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
