// swapoff(): every swap entry is turned back into a mapping, read-only in a private one, and the swap cache is emptied.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { handle_pte_fault } from './handle_pte_fault.js';

export const Unuse = record('Unuse', { mm: MM, page: PAGE, slot: SLOT, folio: FRAME });

export const try_to_unuse = path('mm/swapfile.c:try_to_unuse() @v5.8', Unuse)({
  /** unuse_pte(): a read fault stands for it, which maps the page the same way. */
  unuse_pte_range(k, me, go) {
    if (k.pte(me.mm, me.page).swap === 0) return go.find_next_to_unuse;
  },
  unuse_pte: calls(Unuse)(handle_pte_fault, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  find_next_to_unuse(k, me) {
    me.slot = k.cachedSlot();
    if (me.slot === 0) return done;
    me.folio = k.slot(me.slot).frame;
    k.folio(me.folio).ref++;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  try_to_free_swap(k, me) {
    k.try_to_free_swap(me.folio);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
