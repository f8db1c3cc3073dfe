// Migration's words: how hard it tries, and what became of a page.
import { record } from '../machine/index.js';
import { FRAME, PAGE } from './folio.js';

/** enum migrate_mode. */
export const enum MigrateMode {
  async = 0,
  sync_light = 1,
  sync = 2,
}
export const MODE = 2;

/** What one try answers. */
export const enum Moved {
  /** MIGRATEPAGE_SUCCESS. */
  success = 0,
  EAGAIN = 1,
  /** -EBUSY, -ENOMEM: not tried again. */
  failed = 2,
  /** MIGRATEPAGE_UNMAP: unmapped and locked, to be moved (v6.3 and later). */
  unmapped = 3,
}

/** The frame of whoever moves one page: isolated, with a reference of its own. */
export const Migration = record('Migration', {
  /** The folio's first page, and how many follow it. */
  page: PAGE,
  more: PAGE,
  folio: FRAME,
  newpage: FRAME,
  mode: MODE,
  /** Tries behind us. */
  pass: 4,
  /** And how many there are to be (v6.3 and later). */
  nr_pass: 4,
  /** The page lock and writeback are waited for. */
  force: 1,
  was_mapped: 1,
  unmapped: 1,
  /** A notifier client had something to revoke. */
  revoked: 1,
  /** Mapped back with less than it was mapped with before. */
  lost: 1,
  rc: 2,
});
