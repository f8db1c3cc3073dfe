// A page that is not bad yet is taken out of use: its contents move, nobody is signalled. A page that somebody holds stays.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { MigrateMode, Moved } from '../migrate.js';
import { ERRNO, Errno } from '../vma.js';
import { migrate_pages } from './migrate_pages.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';

export const SoftOffline = record('SoftOffline', { mm: MM, page: PAGE, folio: FRAME, lru: 1, moved: 2, error: ERRNO });

export const soft_offline_page = path('mm/memory-failure.c:soft_offline_page() @v5.8', SoftOffline)({
  /** The caller has a reference (MF_COUNT_INCREASED). */
  PageHWPoison(k, me, go) {
    if (k.page(me.folio).hwpoison === 0) return;
    me.error = Errno.EBUSY;
    return go.put_page_left;
  },
  /** get_any_page(): a page in a batch is looked for on the list once more. */
  shake_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru_add_batch === 1) {
      folio.lru_add_batch = 0;
      folio.lru = 1;
      k.put(me.folio, 1);
    }
    if (folio.lru === 1) return;
    me.error = Errno.EIO;
    return go.put_page_left;
  },
  /** soft_offline_in_use_page(): one page is bad, and not the others: a large folio is split, or left as it is. */
  PageTransHuge(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.order === 0) return go.lock_page;
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  split_huge_page: calls(SoftOffline)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
    },
    (me, got) => {
      me.error = got.error === Errno.none ? Errno.none : Errno.EBUSY;
    },
  ),
  unlock_page_split(k, me, go) {
    k.folio(me.folio).locked = 0;
    if (me.error !== Errno.none) return go.put_page_left;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  /** invalidate_inode_page() takes no mapped page, and an anonymous one has no inode. */
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  isolate_lru_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.lru === 0) {
      me.error = Errno.EBUSY;
      return go.put_page_left;
    }
    folio.lru = 0;
    folio.ref++;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  migrate_pages: calls(SoftOffline)(
    migrate_pages,
    (me, to) => {
      to.page = me.page;
      to.folio = me.folio;
      to.mode = MigrateMode.sync;
    },
    (me, got) => {
      me.moved = got.rc;
    },
  ),
  ret: { local: (me, go) => (me.moved === Moved.success ? go.set_hwpoison_free_buddy_page : go.putback_movable_pages) },
  putback_movable_pages(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    me.moved = 0;
  },
  EIO(_k, me) {
    me.error = Errno.EIO;
  },
  put_page_left(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  /** Free by now, if nobody took a reference meanwhile: the allocator will not hand it out. */
  set_hwpoison_free_buddy_page(k, me) {
    const page = k.page(me.folio);
    if (page.page === 0) page.hwpoison = 1;
    else me.error = Errno.EBUSY;
    return done;
  },
});
