// move_pages(2): the process asks for its page to be on another node.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { MigrateMode, Moved } from '../migrate.js';
import { ERRNO, Errno } from '../vma.js';
import { migrate_pages } from './migrate_pages.js';

/**
 * more: pages after the first, which only mbind() looks at. other: the node asked for is another one than the page is on; missing: it is
 * not there. tail: the address is not the first of a huge page of hugetlbfs; left: that one is not moved.
 */
export const PagesMove = record('PagesMove', {
  mm: MM,
  page: PAGE,
  more: PAGE,
  other: 1,
  missing: 1,
  tail: 1,
  left: 1,
  folio: FRAME,
  rc: 2,
  error: ERRNO,
});

export const do_pages_move = path('mm/migrate.c:do_pages_move() @v5.8', PagesMove)({
  /** migrate_prep(): pages in batches of other CPUs come to a list. */
  lru_add_drain_all(k, me) {
    if (k.anyInBatch()) return wait;
    if (me.missing === 0) return;
    me.error = Errno.ENODEV;
    return done;
  },
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** add_page_for_migration(): what is not mapped now is not moved. */
  follow_page(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0 || me.other === 0) return go.mmap_read_unlock;
    me.folio = k.head(pte.frame);
    k.folio(me.folio).ref++;
  },
  /** MPOL_MF_MOVE without _ALL: only what this process maps alone. */
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.page_mapcount(me.folio) > 1 || folio.lru === 0) return go.put_page_left;
    folio.lru = 0;
    folio.ref++;
  },
  out_putpage(k, me) {
    k.put(me.folio, 1);
    k.mmap_read_unlock(me.mm);
  },
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
  nr_failed: { local: (me, go) => (me.rc === Moved.success ? done : go.putback_movable_pages) },
  /** A positive answer: so many were not moved. */
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    me.error = Errno.left_behind;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  put_page_left(k, me) {
    k.put(me.folio, 1);
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
