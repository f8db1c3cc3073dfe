// Pages of tmpfs become a huge one in its page cache: counted, unmapped, counted again, copied. One page stands for those of the range.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { shmem_getpage_gfp } from './shmem_getpage_gfp.js';
import { try_to_unmap } from './try_to_unmap.js';

/** madvise: the process asks, and wants it mapped. revoked: a client had something to revoke. */
export const CollapseFile = record('CollapseFile', {
  mm: MM,
  page: PAGE,
  madvise: 1,
  folio: FRAME,
  new_page: FRAME,
  swapped: 1,
  revoked: 1,
  error: ERRNO,
});

export const collapse_file = path('mm/khugepaged.c:collapse_file() @v6.12', CollapseFile)({
  /** khugepaged_scan_file(): a page that anybody but the cache and its mappings refers to ends it here, and nobody hears of it. */
  khugepaged_scan_file(k, me) {
    const { frame, swap } = k.cached(me.page);
    me.swapped = frame === 0 ? 1 : 0;
    if (frame === 0) {
      if (swap === 0) me.error = Errno.EINVAL;
    } else {
      const folio = k.folio(frame);
      if (folio.lru === 0 || folio.ref !== 1 + k.folio_mapcount(frame) + folio.private) me.error = Errno.EAGAIN;
    }
    if (me.error === Errno.none) return;
    me.swapped = 0;
    return done;
  },
  khugepaged_alloc_page(k, me, go) {
    me.new_page = k.alloc(me.page, 0);
    if (me.new_page === 0) {
      me.swapped = 0;
      me.error = Errno.ENOMEM;
      return done;
    }
    k.folio(me.new_page).locked = 1;
    if (me.swapped === 0) return go.trylock_page;
  },
  shmem_get_folio: calls(CollapseFile)(
    shmem_getpage_gfp,
    (me, to) => {
      to.page = me.page;
    },
    (me, got) => {
      me.folio = got.folio;
      me.swapped = 0;
    },
  ),
  lru_add_drain(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru_add_batch === 0) return go.isolate_lru_page;
    folio.lru_add_batch = 0;
    folio.lru = 1;
    k.put(me.folio, 1);
    return go.isolate_lru_page;
  },
  trylock_page(k, me, go) {
    const { frame } = k.cached(me.page);
    if (frame === 0 || k.folio(frame).locked === 1) {
      me.error = Errno.EAGAIN;
      return go.put_new_page;
    }
    me.folio = frame;
    k.folio(frame).locked = 1;
  },
  get_page(k, me) {
    k.folio(me.folio).ref++;
  },
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) {
      me.error = Errno.EAGAIN;
      return go.unlock_page;
    }
    folio.lru = 0;
    folio.ref++;
    folio.held = k.pinsOn(me.folio);
    if (k.folio_mapcount(me.folio) === 0) return go.page_ref_count;
  },
  try_to_unmap: calls(CollapseFile)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.ignore_mlock = 1;
    },
    (me, got) => {
      me.revoked = got.revoked;
    },
  ),
  /** The cache's reference, the isolation's, and ours: no mapping is left that would have one. What refused stays unmapped. */
  page_ref_count(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ref === 3) return;
    k.kept(me.folio, false, me.revoked === 1);
    me.revoked = 0;
    me.error = Errno.EAGAIN;
    return go.putback_lru_page;
  },
  try_to_unmap_flush(k, me) {
    k.flushFrame(me.folio);
    me.revoked = 0;
  },
  copy_highpage(k, me) {
    k.page(me.new_page).content = k.page(me.folio).content;
    k.folio(me.new_page).dirty = 1;
  },
  /** The huge page takes the places of the others in the cache. */
  xas_store(k, me) {
    k.__delete_from_page_cache(me.folio);
    k.add_to_page_cache(me.new_page, me.page);
  },
  lru_cache_add(k, me) {
    const folio = k.folio(me.new_page);
    folio.lru_add_batch = 1;
    folio.ref++;
    folio.locked = 0;
  },
  unlock_old_page(k, me) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.held = 0;
  },
  put_page_refs(k, me, go) {
    k.put(me.folio, 3);
    me.folio = 0;
    if (me.madvise === 0) return go.put_page;
  },
  /** collapse_pte_mapped_thp(): the process gets it mapped at once, unless it has a copy of its own there. */
  set_pmd(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (!k.pte_none(me.mm, me.page)) {
      me.error = Errno.EINVAL;
      return;
    }
    k.folio(me.new_page).ref++;
    k.page(me.new_page).mapcount++;
    k.restorePte(me.mm, me.page, me.new_page, k.vma(me.mm, me.page).shared === 1 && k.allows(me.mm, me.page, 1) ? 1 : 0, 0);
  },
  put_page(k, me) {
    k.put(me.new_page, 1);
    me.new_page = 0;
    return done;
  },

  putback_lru_page(k, me) {
    k.folio(me.folio).lru_add_batch = 1;
  },
  unlock_page(k, me) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    folio.held = 0;
  },
  put_page_unlocked(k, me) {
    k.put(me.folio, 1);
    me.folio = 0;
  },
  put_new_page(k, me) {
    k.folio(me.new_page).locked = 0;
    k.put(me.new_page, 1);
    me.new_page = 0;
    return done;
  },
});
