// A page leaves its file of hugetlbfs for good: truncation, a hole that is punched, or the last one who had the file open is gone.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { unmap_hugepage_range } from './unmap_hugepage_range.js';

/** mm: the process whose VMA is at hand; next: the one after it, which counts to one past the last. */
export const HugetlbTruncate = record('HugetlbTruncate', { page: PAGE, folio: FRAME, mm: MM, next: 3 });

export const remove_inode_hugepages = path('fs/hugetlbfs/inode.c:remove_inode_hugepages() @v6.1', HugetlbTruncate)({
  /** hugetlb_vmdelete_list(), before the page is locked. */
  vma_interval_tree_foreach(k, me, go) {
    const mms = k.i_mmap(me.page);
    let { next } = me;
    while (next < k.shape.mms && ((mms >>> next) & 1) === 0) next++;
    me.mm = next & 3;
    me.next = next + 1;
    if (next < k.shape.mms) return;
    me.mm = 0;
    me.next = 0;
    return go.filemap_get_folios;
  },
  unmap_hugepage_range: calls(HugetlbTruncate)(unmap_hugepage_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  next_vma: { local: (_me, go) => go.vma_interval_tree_foreach },

  filemap_get_folios(k, me) {
    const { frame } = k.cached(me.page);
    if (frame === 0) return done;
    const folio = k.folio(frame);
    if (folio.ref === 0) return wait;
    folio.ref++;
    me.folio = frame;
  },
  /** No fault finds the page, or makes a new one, until it is gone. */
  mutex_lock(k, me) {
    const cached = k.cached(me.page);
    if (cached.fault_mutex === 1) return wait;
    cached.fault_mutex = 1;
  },
  folio_lock(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** Mapped again since the first look: hugetlb_unmap_file_folio(), and nobody does it once more. */
  folio_mapped(k, me, go) {
    const mms = k.i_mmap(me.page);
    let { next } = me;
    while (next < k.shape.mms && (((mms >>> next) & 1) === 0 || k.pte(next, me.page).frame !== me.folio)) next++;
    me.mm = next & 3;
    me.next = next + 1;
    if (next < k.shape.mms) return;
    me.mm = 0;
    me.next = 0;
    return go.hugetlb_delete_from_page_cache;
  },
  unmap_hugepage_range_again: calls(HugetlbTruncate)(unmap_hugepage_range, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  next_vma_again: { local: (_me, go) => go.folio_mapped },
  /** No pin is asked. */
  hugetlb_delete_from_page_cache(k, me) {
    k.folio(me.folio).dirty = 0;
    k.__delete_from_page_cache(me.folio);
    k.dropped(me.page);
    k.put(me.folio, 1);
  },
  folio_unlock(k, me) {
    k.folio(me.folio).locked = 0;
  },
  mutex_unlock(k, me) {
    k.cached(me.page).fault_mutex = 0;
  },
  folio_batch_release(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
