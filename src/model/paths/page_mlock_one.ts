// munlock()'s question to one locked VMA, since v5.14: a walk of its own, without a notifier.
import { done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { UnmapOne } from './unmap_one.js';

export const page_mlock_one = path('mm/rmap.c:page_mlock_one() @v5.15', UnmapOne)({
  page_vma_mapped_walk(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame !== me.folio || k.vma(me.mm, me.page).locked === 0) return done;
  },
  mlock_vma_page(k, me) {
    k.folio(me.folio).mlocked = 1;
    me.ret = 0;
    return done;
  },
});
