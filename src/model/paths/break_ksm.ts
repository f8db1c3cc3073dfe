// Gives a KSM page's mapping a page of its own again: a write fault, although nobody writes.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { handle_pte_fault } from './handle_pte_fault.js';

export const Unmerge = record('Unmerge', { mm: MM, page: PAGE, folio: FRAME });

export const break_ksm = path('mm/ksm.c:break_ksm() @v5.8', Unmerge)({
  /** Under the PTL; the mmap lock is the caller's. A page that is not mapped now is no KSM page of this mapping. */
  follow_page(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0 || k.folio(pte.frame).ksm === 0) return done;
    me.folio = pte.frame;
    k.folio(me.folio).ref++;
  },
  handle_mm_fault: calls(Unmerge)(handle_pte_fault, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.write = 1;
  }),
  /** Over and over, until it is none. */
  put_page(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.follow_page;
  },
});
