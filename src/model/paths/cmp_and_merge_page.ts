// ksmd has come to a page that is equal to another one: the first becomes a KSM page, and the second is replaced by it.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { break_ksm } from './break_ksm.js';
import { try_to_merge_one_page } from './try_to_merge_one_page.js';

/** page: the one scanned; other: the one found in a tree. Each in a process of its own. */
export const Scanned = record('Scanned', { mm: MM, page: PAGE, folio: FRAME, other_mm: MM, other: PAGE, tree_page: FRAME, failed: 1 });

export const cmp_and_merge_page = path('mm/ksm.c:cmp_and_merge_page() @v5.8', Scanned)({
  /** scan_get_next_rmap_item(): FOLL_GET under the mmap lock, which is let go again. */
  scan_get_next_rmap_item(k, me) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (k.vma(me.mm, me.page).mergeable === 0 || pte.frame === 0 || k.folio(pte.frame).ksm === 1) return done;
    me.folio = pte.frame;
    k.folio(me.folio).ref++;
  },
  get_mergeable_page(k, me, go) {
    const pte = k.pte(me.other_mm, me.other);
    if (pte.ptl === 1) return wait;
    if (k.vma(me.other_mm, me.other).mergeable === 0 || pte.frame === 0 || pte.frame === me.folio) return go.put_page;
    me.tree_page = pte.frame;
    k.folio(me.tree_page).ref++;
  },
  memcmp_pages(k, me, go) {
    if (k.page(me.folio).content !== k.page(me.tree_page).content) return go.put_tree_page;
    // stable_tree_search(): it is a KSM page already.
    if (k.folio(me.tree_page).ksm === 1) return go.try_to_merge_with_ksm_page;
  },
  /** try_to_merge_two_pages(). */
  try_to_merge_one_page: calls(Scanned)(
    try_to_merge_one_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.folio = me.folio;
    },
    (me, got) => {
      me.failed = got.failed;
    },
  ),
  merged_first: { local: (me, go) => (me.failed === 1 ? go.put_tree_page : go.try_to_merge_other) },
  try_to_merge_other: calls(Scanned)(
    try_to_merge_one_page,
    (me, to) => {
      to.mm = me.other_mm;
      to.page = me.other;
      to.folio = me.tree_page;
      to.kpage = me.folio;
    },
    (me, got) => {
      me.failed = got.failed;
    },
  ),
  merged_second: { local: (me, go) => (me.failed === 1 ? go.break_cow : go.put_tree_page) },
  try_to_merge_with_ksm_page: calls(Scanned)(try_to_merge_one_page, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
    to.folio = me.folio;
    to.kpage = me.tree_page;
  }),
  merged_with: { local: (_me, go) => go.put_tree_page },
  /** A KSM page that nobody shares is no use: back to an ordinary one. */
  break_cow(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  break_ksm: calls(Scanned)(break_ksm, (me, to) => {
    to.mm = me.mm;
    to.page = me.page;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  put_tree_page(k, me) {
    me.failed = 0;
    if (me.tree_page !== 0) k.put(me.tree_page, 1);
    me.tree_page = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
