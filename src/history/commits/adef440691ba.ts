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

export const adef440691ba = commit(
  {
    id: 'adef440691ba',
    subject: 'userfaultfd: UFFDIO_MOVE uABI',
    since: 'v6.8',
    says: 'A page that looks pinned, or that is not exclusive, is not moved: EBUSY, after the clients have been told.',
  },
  change(move_present_pte, edit =>
    edit
      .replace('userfaultfd_move', (k, me) => {
        if (!k.mmap_read_trylock(me.mm)) return wait;
      })
      .after('userfaultfd_move', {
        validate_move_areas(k, me, go) {
          if (k.vma(me.mm, me.page).locked === 0) return;
          me.error = Errno.EINVAL;
          return go.mmap_read_unlock;
        },
        mmu_notifier_invalidate_range_start: calls(Relocate)(mmu_notifier_invalidate_range_start, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
        /** A page that is not mapped now is somebody else's case; here the call gives up. */
        folio_trylock(k, me, go) {
          const { frame } = k.pte(me.mm, me.page);
          if (frame === 0 || k.folio(frame).locked === 1) return go.busy;
          me.folio = frame;
          const folio = k.folio(frame);
          folio.ref++;
          folio.locked = 1;
        },
        double_pt_lock(k, me, go) {
          const pte = k.pte(me.mm, me.page);
          if (pte.ptl === 1) return wait;
          if (pte.frame !== me.folio) return go.folio_unlock_busy;
          pte.ptl = 1;
        },
        folio_maybe_dma_pinned(k, me, go) {
          if (k.page_maybe_dma_pinned(me.folio) || k.page(me.folio).anon_exclusive === 0) return go.double_pt_unlock_busy;
        },
        ptep_clear_flush(k, me) {
          const pte = k.pte(me.mm, me.page);
          me.write = pte.write;
          me.dirty = pte.dirty;
          k.clearPte(me.mm, me.page);
          k.flush(me.mm, me.page);
        },
        folio_maybe_dma_pinned_cleared(k, me) {
          if (k.page_maybe_dma_pinned(me.folio)) me.error = Errno.EBUSY;
        },
        /** At the destination, or back where it was. */
        set_pte_at(k, me) {
          k.restorePte(me.mm, me.page, me.folio, me.write, me.dirty);
        },
        double_pt_unlock(k, me, go) {
          k.pte(me.mm, me.page).ptl = 0;
          return go.folio_unlock;
        },

        double_pt_unlock_busy(k, me) {
          k.pte(me.mm, me.page).ptl = 0;
        },
        folio_unlock_busy(_k, me) {
          me.error = Errno.EBUSY;
        },
        folio_unlock(k, me) {
          k.folio(me.folio).locked = 0;
        },
        folio_put(k, me, go) {
          k.put(me.folio, 1);
          return go.mmu_notifier_invalidate_range_end;
        },
        busy(_k, me) {
          me.error = Errno.EBUSY;
        },
        mmu_notifier_invalidate_range_end: calls(Relocate)(mmu_notifier_invalidate_range_end, (me, to) => {
          to.mm = me.mm;
        }),
        mmap_read_unlock(k, me) {
          k.mmap_read_unlock(me.mm);
          return done;
        },
      }),
  ),
);
