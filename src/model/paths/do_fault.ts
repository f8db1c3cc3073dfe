// A fault on an address that a file stands behind: a read, a write to a private mapping (a copy at once), a write to a shared one.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { do_page_mkwrite } from './do_page_mkwrite.js';
import { filemap_fault } from './filemap_fault.js';
import { shmem_getpage_gfp } from './shmem_getpage_gfp.js';

export const FileFault = record('FileFault', {
  mm: MM,
  page: PAGE,
  write: 1,
  /** VM_SHARED. */
  shared: 1,
  /** ->page_mkwrite is there: a file system's file, not tmpfs. */
  tracked: 1,
  /** The file's page, locked and referenced. */
  folio: FRAME,
  /** do_cow_fault(): the copy in the making. */
  cow_page: FRAME,
  locked: 1,
  /** A read fault maps what it can of a large folio: which of its pages, a bit each, or all of it by a PMD. */
  around: 8,
  pmd: 1,
});

export const do_fault = path('mm/memory.c:do_fault() @v5.8', FileFault)({
  do_fault(k, me, go) {
    me.shared = k.vma(me.mm, me.page).shared;
    me.tracked = k.tracksDirty(me.page) ? 1 : 0;
    if (me.write === 0 && k.shape.count[me.page] > 1) return go.next_uptodate_page;
    if (me.write === 0 || me.shared === 1) return go.__do_fault;
  },
  /** do_cow_fault(): a copy is made without the file's page ever being mapped. */
  alloc_page_vma(k, me) {
    me.cow_page = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page));
    if (me.cow_page === 0) return wait;
  },
  __do_fault: calls(FileFault)(
    [filemap_fault, shmem_getpage_gfp],
    (me, to) => {
      to.page = me.page;
    },
    (me, got) => {
      me.folio = got.folio;
    },
    me => (me.tracked === 1 ? 0 : 1),
  ),
  which_fault: {
    local(me, go) {
      if (me.cow_page !== 0) return go.copy_user_highpage;
      return me.write === 1 && me.tracked === 1 ? go.unlock_page_mkwrite : go.finish_fault;
    },
  },

  copy_user_highpage(k, me, go) {
    k.page(me.cow_page).content = k.page(me.folio).content;
    return go.finish_fault;
  },

  /** do_shared_fault(): the file system prepares the page before it may be written; it takes the lock itself. */
  unlock_page_mkwrite(k, me) {
    k.folio(me.folio).locked = 0;
  },
  do_page_mkwrite: calls(FileFault)(
    do_page_mkwrite,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
    },
    (me, got) => {
      me.locked = got.locked;
    },
  ),
  mkwrite_refused: { local: (me, go) => (me.locked === 1 ? go.finish_fault : go.put_page_unlocked) },

  /** alloc_set_pte(): the page lock is held, so that truncation either has been seen above or will find the entry. */
  finish_fault(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    me.locked = 0;
    if (!k.pte_none(me.mm, me.page)) return go.unlock_page_lost;
    if (me.cow_page === 0 && k.pmdMappable(me.mm, me.page, me.folio)) return go.do_set_pmd;
    pte.ptl = 1;
    if (me.cow_page !== 0) return go.page_add_new_anon_rmap;
  },
  page_add_file_rmap(k, me) {
    k.page(me.folio).mapcount++;
  },
  /** vm_page_prot of a shared mapping is writable where nobody wants to hear of the first write. */
  set_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    const writable = me.shared === 1 && (me.write === 1 || me.tracked === 0);
    pte.frame = me.folio;
    pte.write = writable && k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = me.write;
    k.forgetTracking(me.mm, me.page);
    pte.none = k.vma(me.mm, me.page).none;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
  },
  fault_dirty_shared_page(k, me) {
    if (me.write === 1) k.set_page_dirty(me.folio);
  },
  /** The reference is the entry's now. */
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    return done;
  },

  page_add_new_anon_rmap(k, me) {
    k.page(me.cow_page).mapcount = 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.cow_page);
    folio.lru_add_batch = 1;
    folio.ref++;
  },
  set_pte_at_cow(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.cow_page;
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    k.forgetTracking(me.mm, me.page);
    k.becomesOwn(me.mm, me.page, k.page(me.cow_page).content);
    me.cow_page = 0;
  },
  pte_unmap_unlock_cow(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    return go.unlock_page_put;
  },

  /** Somebody else has mapped something here meanwhile. */
  unlock_page_lost(k, me, go) {
    if (me.cow_page === 0) return go.unlock_page_put;
    k.put(me.cow_page, 1);
    me.cow_page = 0;
  },
  unlock_page_put(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_unlocked(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  /** A huge page is mapped at once, where there is not even a page table. */
  do_set_pmd(k, me, go) {
    const first = k.shape.first[me.page];
    if (!k.pmd_trylock(me.mm, first)) return wait;
    if (k.pmdMappable(me.mm, me.page, me.folio)) return;
    k.pmd_unlock(me.mm, first);
    return go.finish_fault;
  },
  page_add_file_rmap_pmd(k, me) {
    k.folio(me.folio).entire_mapcount++;
  },
  set_pmd_at(k, me) {
    const writable = me.shared === 1 && k.allows(me.mm, me.page, 1) ? 1 : 0;
    k.mapRange(me.mm, k.shape.first[me.page], k.head(me.folio), writable, me.write, 1);
  },
  spin_unlock(k, me, go) {
    k.pmd_unlock(me.mm, k.shape.first[me.page]);
    return go.fault_dirty_shared_page;
  },

  /**
   * do_fault_around() => mm/filemap.c:filemap_map_pages(), here of a large folio only: it is mapped as far as possible if it is in the
   * cache and its lock can be had.
   */
  next_uptodate_page(k, me, go) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return go.__do_fault;
    const folio = k.folio(frame);
    if (folio.ref === 0 || folio.order === 0) return go.__do_fault;
    folio.ref++;
    me.folio = frame;
  },
  trylock_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return go.put_page_skip;
    folio.locked = 1;
    if (folio.mapping === 0) return go.unlock_page_skip;
  },
  filemap_map_pmd(k, me, go) {
    const first = k.shape.first[me.page];
    if (!k.pmd_trylock(me.mm, first)) return wait;
    me.pmd = k.pmdMappable(me.mm, me.page, me.folio) ? 1 : 0;
    me.around = k.mappableAround(me.mm, me.page, me.folio);
    if (me.around === 0) return go.pte_unmap_unlock_around;
  },
  page_ref_add(k, me) {
    const { folio, pmd } = me;
    for (let rest = pmd === 1 ? 1 : me.around; rest !== 0; rest &= rest - 1) k.folio(folio).ref++;
  },
  page_add_file_rmap_around(k, me) {
    const head = k.head(me.folio);
    if (me.pmd === 1) k.page(head).entire_mapcount++;
    else for (let n = 0; n < k.nr_pages(head); n++) if ((me.around >>> n) & 1) k.page(head + n).mapcount++;
  },
  /** Under one lock, and with the same rights for all. */
  set_ptes(k, me) {
    const head = k.head(me.folio);
    const first = k.page(head).page - 1;
    const write = me.shared === 1 && (me.write === 1 || me.tracked === 0) && k.allows(me.mm, me.page, 1) ? 1 : 0;
    for (let n = 0; n < k.nr_pages(head); n++)
      if ((me.around >>> n) & 1) {
        k.restorePte(me.mm, first + n, head + n, write, me.write);
        k.pte(me.mm, first + n).pmd = me.pmd;
      }
  },
  pte_unmap_unlock_around(k, me) {
    k.pmd_unlock(me.mm, k.shape.first[me.page]);
    me.pmd = 0;
    me.around = 0;
  },
  fault_dirty_shared_page_around(k, me) {
    if (me.write === 1) k.set_page_dirty(me.folio);
  },
  unlock_page_around(k, me, go) {
    k.folio(me.folio).locked = 0;
    return go.put_page_unlocked;
  },
  unlock_page_skip(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page_skip(k, me, go) {
    k.put(me.folio, 1);
    me.folio = 0;
    return go.__do_fault;
  },
});
