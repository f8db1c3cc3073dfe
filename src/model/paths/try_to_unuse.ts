// swapoff(): every swap entry is turned back into a mapping, read-only in a private one, and the swap cache is emptied.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { do_swap_page } from './do_swap_page.js';
import { shmem_getpage_gfp } from './shmem_getpage_gfp.js';

export const Unuse = record('Unuse', { mm: MM, page: PAGE, slot: SLOT, exclusive: 1, folio: FRAME });

export const try_to_unuse = path('mm/swapfile.c:try_to_unuse() @v5.8', Unuse)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  unuse_pte_range(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.swap === 0) return go.mmap_read_unlock;
    me.slot = pte.swap;
    me.exclusive = pte.swap_exclusive;
  },
  /** A read fault stands for it, but that the entry gets the mapping's own protection: no write permission in private memory. */
  unuse_pte: calls(Unuse)(do_swap_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.orig_swap = me.slot;
    to.exclusive = me.exclusive;
    to.unuse = 1;
    me.slot = 0;
    me.exclusive = 0;
  }),
  again: { local: (_me, go) => go.unuse_pte_range },
  mmap_read_unlock(k, me, go) {
    k.mmap_read_unlock(me.mm);
    if (!k.fileBacked(me.page)) return go.find_next_to_unuse;
  },
  /** shmem_unuse(): what tmpfs has in swap is read back into its page cache. */
  shmem_unuse(k, me, go) {
    if (!k.fileBacked(me.page) || k.cached(me.page).swap === 0) return go.find_next_to_unuse;
  },
  shmem_swapin_page: calls(Unuse)(
    shmem_getpage_gfp,
    (me, to) => {
      to.page = me.page;
    },
    (me, got) => {
      me.folio = got.folio;
    },
  ),
  unlock_page_shmem(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_shmem(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  find_next_to_unuse(k, me) {
    const slot = k.cachedSlot();
    if (slot === 0) return done;
    const { frame } = k.slot(slot);
    if (k.folio(frame).ref === 0) return wait;
    me.folio = frame;
    k.folio(frame).ref++;
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
