// v6.8: UFFDIO_MOVE. It refuses pinned pages, and looks again after the PTE is cleared, because GUP-fast may have come in between.
import { calls, change, done, wait } from '../../machine/index.js';
import {
  Errno,
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  move_present_pte,
  Relocate,
} from '../../model/index.js';
import { commit } from '../commit.js';

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
        if (pte.frame !== 0) return me.folio === 0 ? go.folio_get : go.double_pt_lock;
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
        return go.double_pt_lock;
      },
      /** Slept for without any PTL; then everything is looked at again. */
      folio_lock(k, me, go) {
        const folio = k.folio(me.folio);
        if (folio.locked === 1) return wait;
        folio.locked = 1;
        me.locked = 1;
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
        k.movedByRequest(me.mm, me.page, me.to);
        const pte = k.pte(me.mm, me.to);
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
          if (me.error !== Errno.EAGAIN) return go.mmap_read_unlock;
          me.error = Errno.none;
          return go.mmu_notifier_invalidate_range_start;
        },
      },
      mmap_read_unlock(k, me) {
        k.mmap_read_unlock(me.mm);
        return done;
      },
    })
    .rename('set_pte_back', 'set_pte_at')
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
