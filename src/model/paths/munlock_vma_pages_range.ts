// munlock(): the flag of the page goes first, and comes back if another locked VMA is found to map the page.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { split_vma } from './split_vma.js';
import { try_to_munlock } from './try_to_munlock.js';

export const Munlock = record('Munlock', { mm: MM, page: PAGE, folio: FRAME });

export const munlock_vma_pages_range = path('mm/mlock.c:munlock_vma_pages_range() @v5.8', Munlock)({
  mmap_write_lock(k, me) {
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  split_vma: calls(Munlock)(split_vma, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  vm_flags(k, me) {
    k.vma(me.mm, me.page).locked = 0;
  },
  /** FOLL_GET, under the PTL. */
  follow_page(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.frame === 0) return go.mmap_write_unlock;
    me.folio = pte.frame;
    k.folio(me.folio).ref++;
  },
  /** Under the LRU lock: a page that somebody has isolated is left to him. */
  TestClearPageMlocked(k, me, go) {
    const folio = k.folio(me.folio);
    const isolated = folio.mlocked === 1 && folio.lru === 1;
    folio.mlocked = 0;
    if (!isolated) return go.put_page;
    folio.lru = 0;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** Mapped once: that is our own mapping. */
  page_mapcount(k, me, go) {
    if (k.page_mapcount(me.folio) <= 1) return go.unlock_page;
  },
  try_to_munlock: calls(Munlock)(try_to_munlock, (me, to) => {
    to.folio = me.folio;
    to.page = me.page;
  }),
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** putback_lru_page(): back through a per-CPU batch. */
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
    return done;
  },
});
