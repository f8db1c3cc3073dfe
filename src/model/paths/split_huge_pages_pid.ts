// A process's large page is split on request: /sys/kernel/debug/split_huge_pages since v5.13; in older kernels it stands for any caller.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';

export const SplitPages = record('SplitPages', { mm: MM, page: PAGE, folio: FRAME });

export const split_huge_pages_pid = path('mm/huge_memory.c:split_huge_pages_pid() @v5.15', SplitPages)({
  /** follow_page(FOLL_GET) under the mmap lock, which is not held on to. */
  follow_page(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.frame === 0 || k.folio(pte.frame).order === 0) return done;
    me.folio = pte.frame;
    k.folio(me.folio).ref++;
  },
  can_split_huge_page(k, me, go) {
    if (!k.can_split_huge_page(me.folio)) return go.put_page;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1 || folio.order === 0) return go.put_page;
    folio.locked = 1;
  },
  split_huge_page: calls(SplitPages)(split_huge_page_to_list, (me, to) => {
    to.folio = me.folio;
  }),
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
