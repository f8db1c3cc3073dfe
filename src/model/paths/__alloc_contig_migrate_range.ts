// CMA and other takers of a whole range: a page in the way is moved in five tries of ten passes, or the range is given up.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { MigrateMode, Moved } from '../migrate.js';
import { isolate_migratepages_block } from './isolate_migratepages_block.js';
import { migrate_pages } from './migrate_pages.js';
import { shrink_page_list } from './shrink_page_list.js';

export const Contig = record('Contig', { page: PAGE, folio: FRAME, tries: 3, rc: 2, busy: 1, freed: 1 });

export const __alloc_contig_migrate_range = path('mm/page_alloc.c:__alloc_contig_migrate_range() @v5.8', Contig)({
  /** migrate_prep(). */
  lru_add_drain_all(k) {
    if (k.anyInBatch()) return wait;
  },
  /** Compaction's choice: what it passes over stays in the range, and the range is busy. */
  isolate_migratepages_range: calls(Contig)(
    isolate_migratepages_block,
    (me, to) => {
      to.page = me.page;
      to.mode = MigrateMode.sync;
      to.alloc_contig = 1;
    },
    (me, got) => {
      me.folio = got.folio;
      me.busy = got.folio === 0 ? 1 : 0;
    },
  ),
  isolated: { local: (me, go) => (me.folio === 0 ? done : go.reclaim_clean_pages_from_list) },
  /** A clean page of a file need not be moved: reclaim is asked to free it, and does not ask whether it was used lately. */
  reclaim_clean_pages_from_list(k, me, go) {
    const { swapbacked, dirty, mlocked } = k.folio(me.folio);
    if (swapbacked === 1 || dirty === 1 || mlocked === 1 || k.is_vm_hugetlb_page(me.page)) return go.migrate_pages;
  },
  shrink_page_list: calls(Contig)(
    shrink_page_list,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
    },
    (me, got) => {
      me.freed = got.freed;
    },
  ),
  reclaimed: { local: (me, go) => (me.freed === 1 ? done : go.migrate_pages) },
  migrate_pages: calls(Contig)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = MigrateMode.sync;
    },
    (me, got) => {
      me.rc = got.rc;
      me.tries++;
    },
  ),
  tries: {
    local: (me, go) => {
      if (me.rc === Moved.success) return done;
      if (me.tries < 5) return go.reclaim_clean_pages_from_list;
      me.busy = 1;
    },
  },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
