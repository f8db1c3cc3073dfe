// A large folio becomes single pages. It needs the page lock, and that nobody refers to the folio but who maps it: a pin makes it fail.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';
import { remove_migration_ptes } from './remove_migration_ptes.js';
import { try_to_unmap } from './try_to_unmap.js';

export const SplitPage = record('SplitPage', {
  /** Any page of it; then the head. The caller holds its lock and a reference. */
  folio: FRAME,
  /** The page that was given: it stays locked and referred to. */
  keep: FRAME,
  /** Reclaim's list gets the other pages, each with a reference, off the LRU. */
  list: 1,
  /** The folio's first page, how many follow, and whether a PMD may map them. */
  page: PAGE,
  more: PAGE,
  huge: 1,
  /** It is a file's. */
  file: 1,
  unmapped: 1,
  revoked: 1,
  cleared: 1,
  /** Where remap_page() and the end are: pages done. */
  nth: PAGE,
  error: ERRNO,
});

export const split_huge_page_to_list = path('mm/huge_memory.c:split_huge_page_to_list() @v5.8', SplitPage)({
  PageWriteback(k, me) {
    me.keep = me.folio;
    me.folio = k.head(me.folio);
    me.page = k.page(me.folio).page - 1;
    me.more = k.nr_pages(me.folio) - 1;
    me.huge = k.shape.huge[me.page] ? 1 : 0;
    const folio = k.folio(me.folio);
    me.file = folio.file;
    // A file's that has been truncated is left alone, too.
    if (folio.writeback === 0 && (folio.file === 0 || folio.mapping === 1)) return;
    me.error = Errno.EBUSY;
    return done;
  },
  /** "Racy check if we can split the page, before unmap_page() will split PMDs": a pin that is there by now is refused, nobody is told. */
  can_split_huge_page(k, me) {
    if (k.can_split_huge_page(me.folio)) return;
    me.error = Errno.EBUSY;
    return done;
  },
  /**
   * TTU_SPLIT_FREEZE: every mapping becomes a migration entry; references that are left are not mappings. A file's folio is plainly
   * unmapped: faults will find its pages.
   */
  unmap_page: calls(SplitPage)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.more = me.more;
      to.split_pmd = me.huge;
      to.migration = 1 - me.file;
      to.ignore_mlock = me.file;
      to.ignore_hwpoison = me.file;
      to.flush = me.file;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.revoked = got.revoked;
      me.cleared = got.cleared;
    },
  ),
  /** VM_BUG_ON_PAGE(!unmap_success): in v5.8 nothing makes that unmap fail. */
  unmap_success: { local: (me, go) => (me.unmapped === 1 ? go.page_ref_freeze : go.VM_BUG_ON_PAGE) },
  VM_BUG_ON_PAGE(_k, me) {
    me.unmapped = 0;
  },
  /** The count decides: from here to the end nobody can take a reference. */
  page_ref_freeze(k, me, go) {
    const folio = k.folio(me.folio);
    me.unmapped = 0;
    if (k.folio_mapcount(me.folio) > 0 || folio.ref !== 1 + ((folio.swapcache + folio.mapping) << folio.order)) return go.fail;
    folio.ref = 0;
    me.nth = me.more;
  },
  /** From the last one on, each a page of its own, with the reference that the split holds. */
  __split_huge_page_tail(k, me, go) {
    const head = k.page(me.folio);
    const tail = k.page(me.folio + me.nth);
    tail.tail = 0;
    tail.ref = 1 + head.swapcache + head.mapping;
    tail.file = head.file;
    tail.mapping = head.mapping;
    tail.locked = 1;
    tail.dirty = head.dirty;
    tail.swapbacked = head.swapbacked;
    tail.swapcache = head.swapcache;
    if (head.swapcache === 1) tail.slot = head.slot + me.nth;
    tail.mlocked = head.mlocked;
    tail.anon_vma = head.anon_vma;
    tail.lru = me.list === 1 ? 0 : 1;
    me.nth--;
    if (me.nth > 0) return go.__split_huge_page_tail;
  },
  /** ClearPageCompound(), and the head's own count is back. */
  page_ref_unfreeze(k, me) {
    const head = k.page(me.folio);
    head.order = 0;
    head.counts_pins = 0;
    head.ref = 1 + head.swapcache + head.mapping;
  },
  /** Of a file nothing is mapped again. */
  PageAnon: { local: (me, go) => (me.file === 0 ? go.remap_page : go.unlock_page) },
  remap_page: calls(SplitPage)(remove_migration_ptes, (me, to) => {
    to.old = me.folio + me.nth;
    to.new = me.folio + me.nth;
    to.page = me.page + me.nth;
  }),
  remapped: {
    local: (me, go) => {
      if (me.nth < me.more) {
        me.nth++;
        return go.remap_page;
      }
      me.nth = 0;
      return me.error === Errno.none ? go.unlock_page : done;
    },
  },
  /** The other pages: unlocked, and let go but for those on reclaim's list. */
  unlock_page(k, me, go) {
    if (me.folio + me.nth === me.keep) return go.next_page;
    k.page(me.folio + me.nth).locked = 0;
    if (me.list === 1) return go.next_page;
  },
  put_page(k, me) {
    k.put(me.folio + me.nth, 1);
  },
  next_page: {
    local: (me, go) => {
      if (me.nth === me.more) return done;
      me.nth++;
      return go.unlock_page;
    },
  },

  /** Somebody refers to it after all: everything is mapped again. */
  fail(_k, me, go) {
    me.error = Errno.EBUSY;
    if (me.file === 1) return done;
    return go.remap_page;
  },
});
