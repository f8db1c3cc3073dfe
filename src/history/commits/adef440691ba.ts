// v6.8: UFFDIO_MOVE. It refuses pinned pages, and looks again after the PTE is cleared, because GUP-fast may have come in between.
import { calls, change, done, wait } from '../../machine/index.js';
import {
  __split_huge_pmd,
  Errno,
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  move_pages_huge_pmd,
  move_present_pte,
  Relocate,
  split_huge_page_to_list,
} from '../../model/index.js';
import { commit } from '../commit.js';

/** Values of `pmd`. */
const enum Pmd {
  none = 0,
  whole = 1,
  split = 2,
}

export const userfaultfd_moves = change(move_present_pte, edit =>
  edit
    .replace('userfaultfd_move', (k, me) => {
      if (!k.mmap_read_trylock(me.mm)) return wait;
    })
    .after('userfaultfd_move', {
      /** Only writable mappings, and both locked or neither: the other one is not. */
      validate_move_areas(k, me, go) {
        const { locked } = k.vma(me.mm, me.page);
        if (locked === 0 && !k.fileBacked(me.page) && k.allows(me.mm, me.page, 1) && k.allows(me.mm, me.to, 1)) return;
        me.error = Errno.EINVAL;
        return go.mmap_read_unlock;
      },
      /** A huge page that is shared is refused before anybody hears of it. One that goes somewhere in parts is split first. */
      pmd_trans_huge_lock(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        if (pte.pmd === 0) return go.mmu_notifier_invalidate_range_start;
        if (k.page(pte.frame).anon_exclusive === 0) {
          me.error = Errno.EBUSY;
          return go.mmap_read_unlock;
        }
        if (k.wholeRange(me.page, me.more) && (me.to === me.page || (k.shape.huge[me.to] && k.rangeEmpty(me.mm, me.to)))) {
          me.pmd = Pmd.whole;
          me.folio = pte.frame;
          k.folio(me.folio).ref++;
        } else me.pmd = Pmd.split;
      },
      move_splits_huge_pmd: { local: (me, go) => (me.pmd === Pmd.whole ? go.move_pages_huge_pmd : go.split_huge_pmd) },
      move_pages_huge_pmd: calls(Relocate)(
        move_pages_huge_pmd,
        (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
          to.to = me.to;
          to.more = me.more;
          to.folio = me.folio;
          me.pmd = 0;
        },
        (me, got) => {
          me.folio = 0;
          me.error = got.error;
          if (got.error === Errno.none) me.more = 0;
        },
      ),
      moved_huge_pmd: { local: (_me, go) => go.move_pages },
      split_huge_pmd: calls(Relocate)(__split_huge_pmd, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
        to.whole = 1;
        me.pmd = 0;
      }),
      pmd_was_split: { local: (_me, go) => go.pmd_trans_huge_lock },
      mmu_notifier_invalidate_range_start: calls(Relocate)(mmu_notifier_invalidate_range_start, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
      }),
      /** Read under the PTL, which is let go again: what is found decides, and is compared once more at the end. */
      orig_src_pte(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        if (me.to !== me.page && !k.pte_none(me.mm, me.to)) {
          me.error = Errno.EEXIST;
          return go.out;
        }
        if (pte.zero === 1) return go.move_zeropage_pte;
        if (pte.frame !== 0) return me.folio === 0 ? go.folio_get : go.folio_test_large;
        if (pte.migration !== 0) return go.migration_entry_wait;
        if (pte.swap === 0) me.error = k.pte_none(me.mm, me.page) ? Errno.ENOENT : Errno.EFAULT;
        else if (pte.swap_exclusive === 0) me.error = Errno.EBUSY;
        if (me.error !== 0) return go.out;
        me.swap = pte.swap;
        return go.double_pt_lock_swap;
      },

      /** Under the PTL, so that the page is not freed meanwhile. */
      folio_get(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1) return wait;
        if (pte.frame === 0) return go.changed;
        if (k.page(pte.frame).anon_exclusive === 0) return go.shared;
        pte.ptl = 1;
        me.folio = pte.frame;
        k.folio(me.folio).ref++;
      },
      folio_trylock(k, me, go) {
        const folio = k.folio(me.folio);
        k.pte(me.mm, me.page).ptl = 0;
        if (folio.locked === 1) return;
        folio.locked = 1;
        me.locked = 1;
        return go.folio_test_large;
      },
      /** Slept for without any PTL; then everything is looked at again. */
      folio_lock(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.locked === 1) return wait;
        folio.locked = 1;
        me.locked = 1;
        return go.orig_src_pte;
      },
      /** Page by page is for single pages: a large folio is split first, which any other reference forbids. */
      folio_test_large(k, me, go) {
        if (k.folio(me.folio).order === 0) return go.double_pt_lock;
      },
      split_folio: calls(Relocate)(
        split_huge_page_to_list,
        (me, to) => {
          to.folio = me.folio;
        },
        (me, got) => {
          me.error = got.error === Errno.none ? Errno.none : Errno.EAGAIN;
        },
      ),
      split_failed: { local: (me, go) => (me.error === Errno.none ? go.folio_unlock_split : go.out) },
      folio_unlock_split(k, me) {
        k.folio(me.folio).locked = 0;
        me.locked = 0;
      },
      folio_put_split(k, me, go) {
        k.put(me.folio, 1);
        me.folio = 0;
        return go.orig_src_pte;
      },
      double_pt_lock(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1 || k.pte(me.mm, me.to).ptl === 1) return wait;
        if (pte.frame !== me.folio) return go.changed;
        pte.ptl = 1;
        k.pte(me.mm, me.to).ptl = 1;
      },
      folio_maybe_dma_pinned(k, me, go) {
        if (!k.page_maybe_dma_pinned(me.folio) && k.page(me.folio).anon_exclusive === 1) return;
        me.error = Errno.EBUSY;
        return go.double_pt_unlock;
      },
      ptep_get_and_clear(k, me) {
        const pte = k.pte(me.mm, me.page);
        me.write = pte.write;
        me.dirty = pte.dirty;
        k.clearPte(me.mm, me.page);
      },
      ptep_clear_flush(k, me) {
        k.flush(me.mm, me.page);
      },
      /** Pinned from under us: put back as it was. */
      folio_maybe_dma_pinned_cleared(k, me, go) {
        if (!k.page_maybe_dma_pinned(me.folio)) return go.folio_move_anon_rmap;
        me.error = Errno.EBUSY;
      },
      set_pte_back(k, me, go) {
        k.restorePte(me.mm, me.page, me.folio, me.write, me.dirty);
        return go.double_pt_unlock;
      },
      folio_move_anon_rmap(k, me) {
        const folio = k.folio(me.folio);
        folio.anon_vma = 1 << me.mm;
        k.page(me.folio).page = me.to + 1;
      },
      /** Writable at its destination, whatever it was. */
      set_pte_at(k, me) {
        k.movedByRequest(me.mm, me.page, me.to);
        k.restorePte(me.mm, me.to, me.folio, 1, me.dirty);
        k.forgetTracking(me.mm, me.to);
      },
      double_pt_unlock(k, me, go) {
        k.pte(me.mm, me.page).ptl = 0;
        k.pte(me.mm, me.to).ptl = 0;
        me.write = 0;
        me.dirty = 0;
        return go.out;
      },

      move_zeropage_pte(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1 || k.pte(me.mm, me.to).ptl === 1) return wait;
        if (pte.zero === 0) return go.changed;
        pte.zero = 0;
        pte.ptl = 1;
        k.pte(me.mm, me.to).ptl = 1;
      },
      set_zero_pte(k, me, go) {
        k.movedByRequest(me.mm, me.page, me.to);
        k.pte(me.mm, me.to).zero = 1;
        return go.double_pt_unlock;
      },

      double_pt_lock_swap(k, me, go) {
        const pte = k.pte(me.mm, me.page);
        if (pte.ptl === 1 || k.pte(me.mm, me.to).ptl === 1) return wait;
        if (pte.swap !== me.swap) return go.changed;
        pte.ptl = 1;
        k.pte(me.mm, me.to).ptl = 1;
      },
      ptep_get_and_clear_swap(k, me) {
        const pte = k.pte(me.mm, me.page);
        pte.swap = 0;
        pte.swap_exclusive = 0;
      },
      set_swap_pte(k, me, go) {
        const pte = k.pte(me.mm, me.to);
        // The entry moves with all that it says.
        pte.uffd_wp = k.pte(me.mm, me.page).uffd_wp;
        pte.soft_dirty_wp = k.pte(me.mm, me.page).soft_dirty_wp;
        k.movedByRequest(me.mm, me.page, me.to);
        pte.swap = me.swap;
        pte.swap_exclusive = 1;
        me.swap = 0;
        return go.double_pt_unlock;
      },

      migration_entry_wait(k, me) {
        const { migration } = k.pte(me.mm, me.page);
        if (migration !== 0 && k.folio(migration).locked === 1) return wait;
      },
      /** move_pages() begins anew for as long as this is the answer. */
      changed(_k, me, go) {
        me.error = Errno.EAGAIN;
        return go.out;
      },
      shared(_k, me) {
        me.error = Errno.EBUSY;
      },
      out(k, me, go) {
        me.swap = 0;
        if (me.folio === 0) return go.mmu_notifier_invalidate_range_end;
        if (me.locked === 1) k.folio(me.folio).locked = 0;
        me.locked = 0;
      },
      folio_put(k, me) {
        k.put(me.folio, 1);
        me.folio = 0;
      },
      mmu_notifier_invalidate_range_end: calls(Relocate)(mmu_notifier_invalidate_range_end, (me, to) => {
        to.mm = me.mm;
      }),
      move_pages: {
        local: (me, go) => {
          if (me.error === Errno.EAGAIN) me.error = Errno.none;
          else if (me.error !== Errno.none || me.more === 0) return go.moved;
          else {
            me.page++;
            me.to++;
            me.more--;
            me.moved = 1;
          }
          return go.pmd_trans_huge_lock;
        },
      },
      /** What has been moved counts, whatever came after. */
      moved: {
        local: me => {
          if (me.moved === 1) me.error = Errno.none;
          me.moved = 0;
        },
      },
      mmap_read_unlock(k, me) {
        k.mmap_read_unlock(me.mm);
        return done;
      },
    })
    .rename('set_pte_back', 'set_pte_at')
    .rename('folio_unlock_split', 'folio_unlock')
    .rename('folio_put_split', 'folio_put')
    .rename('folio_maybe_dma_pinned_cleared', 'folio_maybe_dma_pinned'),
);

export const adef440691ba = commit(
  {
    id: 'adef440691ba',
    subject: 'userfaultfd: UFFDIO_MOVE uABI',
    since: 'v6.8',
    says: 'A page that looks pinned, or that is not exclusive, is not moved: EBUSY, after the clients have been told.',
  },
  userfaultfd_moves,
);
