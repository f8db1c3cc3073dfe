// fork(): the child gets the parent's mappings and copies of its page tables, under the parent's mmap lock for writing.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM, PAGE } from '../folio.js';
import { copy_page_range } from './copy_page_range.js';

/**
 * mm: the parent's, oldmm in the kernel. mpnt: the mapping at hand; it counts to one past the last, hence a bit more. more: its further
 * pages, if it is a large one.
 */
export const Fork = record('Fork', { mm: MM, child: MM, mpnt: 4, more: PAGE });

export const dup_mmap = path('kernel/fork.c:dup_mmap() @v5.8', Fork)({
  /** The child's own lock is taken, too, and nobody else can have it. A process of this name that lives has to exit first. */
  mmap_write_lock(k, me) {
    if (k.hasVmas(me.child)) return wait;
    if (!k.mmap_write_trylock(me.mm)) return wait;
  },
  /** MADV_DONTFORK leaves a mapping out; VM_LOCKED is not inherited. */
  vm_area_dup(k, me, go) {
    const { pages } = k.shape;
    while (me.mpnt < pages.length && (k.vma(me.mm, me.mpnt).gone === 1 || k.vma(me.mm, me.mpnt).dontfork === 1)) me.mpnt++;
    if (me.mpnt === pages.length) return go.flush_tlb_mm;
    me.more = k.alikeAfter(me.mm, me.mpnt);
    for (let page = me.mpnt; page <= me.mpnt + me.more; page++) {
      const from = k.vma(me.mm, page);
      const to = k.vma(me.child, page);
      to.gone = 0;
      to.none = from.none;
      to.readonly = from.readonly;
      to.shared = from.shared;
      to.split = from.split;
      to.guard = from.guard;
      to.wipeonfork = from.wipeonfork;
    }
  },
  /** From here an rmap walk looks at the child as well. MADV_WIPEONFORK: nothing to be found, nothing to be copied. */
  anon_vma_fork(k, me, go) {
    if (k.vma(me.child, me.mpnt).wipeonfork === 1) return go.vm_next;
    for (let page = me.mpnt; page <= me.mpnt + me.more; page++) {
      k.expectAlike(me.mm, me.child, page);
      k.linkAnonVma(me.mm, me.child, page);
    }
  },
  copy_page_range: calls(Fork)(copy_page_range, (me, to) => {
    to.mm = me.mm;
    to.child = me.child;
    to.page = me.mpnt;
    to.more = me.more;
  }),
  vm_next: {
    local: (me, go) => {
      me.mpnt += 1 + me.more;
      me.more = 0;
      return go.vm_area_dup;
    },
  },
  /** Until here the parent's other threads could still write, and what they wrote into a shared page is the child's as well. */
  flush_tlb_mm(k, me) {
    for (let page = 0; page < k.shape.pages.length; page++) {
      k.flush(me.mm, page);
      if (k.shares(me.mm, me.child, page)) k.expectAlike(me.mm, me.child, page);
    }
    me.mpnt = 0;
  },
  mmap_write_unlock(k, me) {
    k.mmap_write_unlock(me.mm);
  },
  /** kernel/fork.c:_do_fork(): the child runs. */
  wake_up_new_task(k, me) {
    k.bear(me.child);
    return done;
  },
});
