// Somebody met a migration entry: he waits until the page's lock is given back, and tries again.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';

export const MigrationWait = record('MigrationWait', { mm: MM, page: PAGE, folio: FRAME });

export const migration_entry_wait = path('mm/migrate.c:migration_entry_wait() @v5.8', MigrationWait)({
  /** Under the PTL, within one step. A count of 0 is one that the migration has frozen: back to the fault. */
  get_page_unless_zero(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.migration === 0) return done;
    const folio = k.folio(pte.migration);
    if (folio.ref === 0) return done;
    me.folio = k.head(pte.migration);
    folio.ref++;
  },
  /** Nobody sleeps with the reference, but while it is there a count check finds one too many. */
  put_and_wait_on_page_locked(k, me) {
    k.put(me.folio, 1);
  },
  wait_on_page_locked(k, me) {
    if (k.folio(me.folio).locked === 1) return wait;
    return done;
  },
});
