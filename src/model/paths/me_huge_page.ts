// A page of hugetlbfs is bad and unmapped: it is given back to its pool and dissolved there. Entered with the page lock held.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME } from '../folio.js';
import { MfResult } from './memory_failure.js';

export const HugeFailure = record('HugeFailure', { folio: FRAME, result: 3 });

/** Of a private mapping: a page that a file has is truncated, or kept there since 8625147cafaa. */
export const me_huge_page = path('mm/memory-failure.c:me_huge_page() @v5.8', HugeFailure)({
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** The reference of memory failure itself, which small pages are kept by: hwpoison entries are enough to keep everybody away. */
  put_page(k, me) {
    k.folio(me.folio).hwpoison_ref = 0;
    k.put(me.folio, 1);
  },
  /** Nobody looks whether that went well. */
  dissolve_free_huge_page(_k, me) {
    me.result = MfResult.RECOVERED;
  },
  /** "Still referenced by N users": one is expected, although memory failure has given its own back. */
  page_action(k, me) {
    if (k.page(me.folio).page !== 0 && k.folio(me.folio).ref > 1) me.result = MfResult.FAILED;
    return done;
  },
});
