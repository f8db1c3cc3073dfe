// The frame of whoever takes one mapping of a folio away, for reclaim, migration, split, memory failure or munlock.
import { record } from '../../machine/index.js';
import { FRAME, MM, PAGE } from '../folio.js';

export const UnmapOne = record('UnmapOne', {
  /** The page at hand, the folio's first one at first, its address, and how many more the folio has. */
  folio: FRAME,
  page: PAGE,
  more: PAGE,
  /** TTU_SPLIT_HUGE_PMD. */
  split_pmd: 1,
  mm: MM,
  /** TTU_MIGRATION, and with it TTU_IGNORE_MLOCK: migration entries instead of swap entries. */
  migration: 1,
  /** TTU_IGNORE_MLOCK, TTU_IGNORE_HWPOISON, TTU_HWPOISON; no TTU_BATCH_FLUSH. */
  ignore_mlock: 1,
  ignore_hwpoison: 1,
  hwpoison: 1,
  flush: 1,
  /** TTU_MUNLOCK: nothing is unmapped; does another locked VMA map the page? */
  munlock: 1,
  /** TTU_BATCH_FLUSH, asked by try_to_migrate_one() only (v6.3 and later). */
  batch_flush: 1,
  /** False stops the rmap walk. */
  ret: 1,
  /** The entry as it was when it was cleared. */
  pte_write: 1,
  pte_dirty: 1,
  anon_exclusive: 1,
  cleared: 1,
  revoked: 1,
});
