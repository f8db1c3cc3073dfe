// Every page of the range is locked and taken off the LRU, or none: it must be nobody's but the mappings', for it is going to be copied.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Errno } from '../vma.js';
import { CollapseHuge } from './collapse_frame.js';

export const __collapse_huge_page_isolate = path('mm/khugepaged.c:__collapse_huge_page_isolate() @v5.8', CollapseHuge)({
  /** The entry at hand, in the page table that was taken away. Pages of a large folio are done with the first one. */
  pteval(k, me, go) {
    if (me.nth > me.more) return go.writable;
    const pte = k.pte(me.mm, me.page + me.nth);
    if (pte.swap !== 0 || pte.migration !== 0 || pte.hwpoison !== 0) {
      me.error = Errno.EINVAL;
      return go.release_pte_pages;
    }
    if (pte.withdrawn === 0) return go.next;
    if (pte.withdrawn_write === 1) me.writable = 1;
    me.folio = k.head(pte.withdrawn);
    for (let n = me.page; n < me.page + me.nth; n++) {
      const { withdrawn } = k.pte(me.mm, n);
      if (withdrawn !== 0 && k.head(withdrawn) === me.folio) return go.next;
    }
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) {
      me.error = Errno.EAGAIN;
      return go.release_pte_pages;
    }
    folio.locked = 1;
  },
  /** "This process cannot get an additional pin on the page": the page table is out of reach, if GUP-fast looks at the PMD again. */
  is_refcount_suitable(k, me, go) {
    if (k.is_refcount_suitable(me.folio)) return;
    me.error = Errno.EAGAIN;
    return go.unlock_page;
  },
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) {
      me.error = Errno.EAGAIN;
      return go.unlock_page;
    }
    folio.lru = 0;
    folio.ref++;
  },
  next: {
    local: (me, go) => {
      me.nth++;
      me.folio = 0;
      return go.pteval;
    },
  },
  /** SCAN_PAGE_RO. */
  writable(_k, me, go) {
    if (me.writable === 0) {
      me.error = Errno.EINVAL;
      return go.release_pte_pages;
    }
    me.writable = 0;
    me.nth = 0;
    return done;
  },

  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  /** Those that were taken before this one, from the last to the first. */
  release_pte_pages(k, me, go) {
    me.folio = 0;
    me.writable = 0;
    if (me.nth === 0) return done;
    me.nth--;
    const { withdrawn } = k.pte(me.mm, me.page + me.nth);
    if (withdrawn === 0) return go.release_pte_pages;
    const head = k.head(withdrawn);
    for (let n = me.page; n < me.page + me.nth; n++) {
      const other = k.pte(me.mm, n).withdrawn;
      if (other !== 0 && k.head(other) === head) return go.release_pte_pages;
    }
    me.folio = head;
  },
  unlock_released(k, me) {
    k.folio(me.folio).locked = 0;
  },
  putback_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    return go.release_pte_pages;
  },
});
