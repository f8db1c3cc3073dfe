// A fault on a swap entry: the page is found in the swap cache or read from disk, and mapped again.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, SLOT } from '../folio.js';
import { do_wp_page } from './do_wp_page.js';

export const SwapFault = record('SwapFault', {
  mm: MM,
  page: PAGE,
  write: 1,
  orig_swap: SLOT,
  /** The exclusive bit of the entry; later, whether the page is ours alone. */
  exclusive: 1,
  folio: FRAME,
  /** The copy of a page that was a KSM page once. */
  copy: FRAME,
  /** It may be mapped writable at once. */
  reuse: 1,
  /** A write fault on the new entry follows. */
  wp: 1,
  /** swapoff is at work, not a fault; 2: unuse_pte() keeps what the swap entry knows (14a762dd1977). */
  unuse: 2,
  /** The page in the swap cache is poisoned: VM_FAULT_HWPOISON. */
  hwpoison: 1,
});

export const do_swap_page = path('mm/memory.c:do_swap_page() @v5.8', SwapFault)({
  /**
   * A reference is taken without any lock; a page that is being freed (count frozen at 0) is waited out. A poisoned page is kept here
   * for whoever comes by; its reference is taken and dropped.
   */
  lookup_swap_cache(k, me, go) {
    const { frame } = k.slot(me.orig_swap);
    if (frame === 0) return go.swapcache_prepare;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    if (k.page(frame).hwpoison === 1 && me.unuse === 0) {
      me.hwpoison = 1;
      return done;
    }
    folio.ref++;
    me.folio = frame;
    return go.lock_page;
  },

  /** mm/swap_state.c:__read_swap_cache_async(). A slot that is reserved but not in the cache belongs to somebody at work: try again. */
  swapcache_prepare(k, me, go) {
    const slot = k.slot(me.orig_swap);
    if (slot.map === 0) return done;
    if (slot.has_cache === 1) return slot.frame === 0 ? wait : go.lookup_swap_cache;
    const frame = k.alloc(me.page, 0);
    if (frame === 0) return wait;
    slot.has_cache = 1;
    k.folio(frame).locked = 1;
    me.folio = frame;
  },
  add_to_swap_cache(k, me) {
    const folio = k.folio(me.folio);
    folio.ref++;
    folio.swapcache = 1;
    folio.slot = me.orig_swap;
    k.slot(me.orig_swap).frame = me.folio;
  },
  lru_cache_add(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  /** Read and unlocked in one step: nobody looks into a page that is locked for reading. */
  swap_readpage(k, me) {
    const folio = k.folio(me.folio);
    k.page(me.folio).content = k.slot(me.orig_swap).content;
    folio.locked = 0;
  },

  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** try_to_free_swap() or reuse_swap_page() may have taken the page out of the swap cache meanwhile. */
  PageSwapCache(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.swapcache === 0 || k.slotOf(me.folio) !== me.orig_swap) return go.out_page;
  },
  /** mm/ksm.c:ksm_might_need_to_copy(): what was a KSM page before it was swapped out is one address's now; another one gets a copy. */
  ksm_might_need_to_copy(k, me, go) {
    const folio = k.folio(me.folio);
    if (k.shape.ksm !== true || folio.ksm === 1 || folio.anon_vma === 0 || folio.page === me.page + 1) return go.pte_offset_map_lock;
    me.copy = k.alloc(me.page, k.rootAnonVma(me.page));
    if (me.copy === 0) return wait;
    k.folio(me.copy).locked = 1;
    k.page(me.copy).content = k.page(me.folio).content;
  },
  lru_cache_add_copy(k, me) {
    const folio = k.folio(me.copy);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  unlock_swapcache(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_swapcache(k, me) {
    k.put(me.folio, 1);
    me.folio = me.copy;
    me.copy = 0;
  },
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (pte.swap !== me.orig_swap || pte.swap_exclusive !== me.exclusive) return go.out_page;
    pte.ptl = 1;
    // __page_set_anon_rmap(): a page that was only read in so far belongs to no address yet.
    const folio = k.folio(me.folio);
    if (folio.anon_vma !== 0) return;
    folio.anon_vma = k.rootAnonVma(me.page);
    k.page(me.folio).page = me.page + 1;
  },
  /** Counts mappings and swap entries, never references: a page that only this entry names is ours to write, pinned or not. */
  reuse_swap_page(k, me) {
    if (me.write === 0) return;
    const folio = k.folio(me.folio);
    if (folio.ksm === 1 || k.map_swapcount(me.folio) > 1) return;
    if (folio.writeback === 1) {
      if (k.shape.stableWrites) return;
    } else if (folio.swapcache === 1 && k.swapsOnly(me.folio)) k.delete_from_swap_cache(me.folio);
    me.reuse = 1;
  },
  set_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.folio;
    pte.swap = 0;
    pte.swap_exclusive = 0;
    if (me.unuse === 1) pte.uffd_wp = 0;
    // What a monitor has write-protected stays so; a write goes to it when the fault is taken again.
    pte.write = me.reuse === 1 && k.allows(me.mm, me.page, 1) && pte.uffd_wp === 0 ? 1 : 0;
    pte.dirty = me.reuse;
    if (me.reuse === 1) pte.soft_dirty_wp = 0;
    pte.none = k.vma(me.mm, me.page).none;
  },
  do_page_add_anon_rmap(k, me) {
    k.page(me.folio).mapcount++;
  },
  swap_free(k, me) {
    k.swap_free(me.orig_swap);
    me.orig_swap = 0;
  },
  /** mem_cgroup_swap_full(): what the page holds in swap may be given up early. */
  try_to_free_swap(k, me) {
    if (k.folio(me.folio).mlocked === 1 || k.maybe(k.shape.swapMayFill)) k.try_to_free_swap(me.folio);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    me.wp = me.write === 1 && me.reuse === 0 && k.pte(me.mm, me.page).uffd_wp === 0 ? 1 : 0;
  },
  write_again: { local: (me, go) => (me.wp === 1 ? go.do_wp_page : go.pte_unmap_unlock) },
  do_wp_page: calls(SwapFault)(do_wp_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.folio = me.folio;
  }),
  copied: { local: () => done },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    return done;
  },

  out_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  out_release(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
