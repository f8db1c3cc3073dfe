// The rmap walk of an unmap: every VMA that may map the page, one after the other, until none does or one refuses.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { try_to_unmap_one } from './try_to_unmap_one.js';

/** `mm` counts to one past the last, hence a bit more. */
export const Unmap = record('Unmap', {
  folio: FRAME,
  page: PAGE,
  /** The folio's pages after the first. */
  more: PAGE,
  /** TTU_SPLIT_HUGE_PMD. */
  split_pmd: 1,
  mm: 3,
  /** Addresses done with: a KSM page may be at any. */
  walked: 3,
  /** TTU_MIGRATION, and with it TTU_IGNORE_MLOCK. */
  migration: 1,
  /** TTU_BATCH_FLUSH, which only try_to_migrate() looks at (v6.3 and later). */
  batch_flush: 1,
  /** TTU_IGNORE_MLOCK, TTU_IGNORE_HWPOISON; TTU_HWPOISON takes the place of the second since 6da6b1d4a7df. */
  ignore_mlock: 1,
  ignore_hwpoison: 1,
  hwpoison: 1,
  /** No TTU_BATCH_FLUSH: TLBs are flushed when an entry is cleared. */
  flush: 1,
  /** A TTU flag that a proposal adds. */
  proposed_flag: 1,
  go_on: 1,
  unmapped: 1,
  cleared: 1,
  revoked: 1,
});

export const try_to_unmap = path('mm/rmap.c:try_to_unmap() @v5.8', Unmap)({
  /** The anon_vma's interval tree, or the file's i_mmap, under its read lock. */
  rmap_walk_anon(k, me, go) {
    me.go_on = 0;
    if (!k.nextVma(me.folio, me)) return go.page_mapcount;
  },
  rmap_one: calls(Unmap)(
    try_to_unmap_one,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
      to.split_pmd = me.split_pmd;
      to.mm = me.mm;
      to.migration = me.migration;
      to.ret = 1;
      to.ignore_mlock = me.ignore_mlock;
      to.ignore_hwpoison = me.ignore_hwpoison;
      to.hwpoison = me.hwpoison;
      to.flush = me.flush;
    },
    (me, got) => {
      me.go_on = got.ret;
      if (got.cleared === 1) me.cleared = 1;
      if (got.revoked === 1) me.revoked = 1;
      me.mm++;
    },
  ),
  rmap_one_refused: { local: (me, go) => (me.go_on === 1 ? go.page_not_mapped : go.page_mapcount) },
  page_not_mapped(k, me, go) {
    if (k.folio_mapcount(me.folio) > 0) return go.rmap_walk_anon;
  },
  page_mapcount(k, me) {
    me.unmapped = k.folio_mapcount(me.folio) === 0 ? 1 : 0;
    return done;
  },
});
