// UFFDIO_MOVE and the swap cache: what is swapped out may still be in memory, and belongs to the old address there.
import { change, wait } from '../../machine/index.js';
import { Errno } from '../../model/index.js';
import { commit } from '../commit.js';
import { userfaultfd_moves } from './adef440691ba.js';

const swap_cache_is_moved = change(userfaultfd_moves.path, edit =>
  edit
    .before('double_pt_lock_swap', {
      /** A reference first: the page lock is slept for without any PTL, and the entry compared anew. */
      filemap_get_folio(k, me) {
        const { frame } = k.slot(me.swap);
        if (me.folio !== 0 || frame === 0) return;
        const folio = k.folio(frame);
        if (folio.ref === 0) return wait;
        folio.ref++;
        me.folio = frame;
      },
      folio_trylock_swap(k, me, go) {
        if (me.folio === 0 || me.locked === 1) return;
        const folio = k.folio(me.folio);
        if (folio.locked === 1) return go.folio_lock;
        folio.locked = 1;
        me.locked = 1;
      },
    })
    .before('ptep_get_and_clear_swap', {
      /** What reclaim has not flushed yet at the old address is coarsened away: docs/fidelity.md. */
      folio_move_anon_rmap_swap(k, me) {
        if (me.folio === 0) return;
        k.flush(me.mm, me.page);
        k.page(me.folio).page = me.to + 1;
      },
    })
    .rename('folio_trylock_swap', 'folio_trylock')
    .rename('folio_move_anon_rmap_swap', 'folio_move_anon_rmap'),
);

export const c50f8e6053b0 = commit(
  {
    id: 'c50f8e6053b0',
    subject: 'mm: fix kernel BUG when userfaultfd_move encounters swapcache',
    since: 'v6.14',
    says: 'A page that is still in the swap cache moves with its swap entry.',
  },
  swap_cache_is_moved,
);

export const swap_cache_is_looked_at_again = change(swap_cache_is_moved.path, edit =>
  edit
    .before('folio_move_anon_rmap_swap', {
      SWAP_HAS_CACHE(k, me, go) {
        if (me.folio === 0 ? k.slot(me.swap).has_cache === 0 : k.folio(me.folio).swapcache === 1 && k.folio(me.folio).slot === me.swap)
          return;
        k.pte(me.mm, me.page).ptl = 0;
        k.pte(me.mm, me.to).ptl = 0;
        return go.changed;
      },
    }),
);

export const c0ea148a79918 = commit(
  {
    id: '0ea148a79918',
    subject: 'mm: userfaultfd: fix race of userfaultfd_move and swap cache',
    since: 'v6.16',
    says: 'Under the PTL: the page found is still that of the entry, or there is still none in the swap cache. Else it begins anew.',
  },
  swap_cache_is_looked_at_again,
);

/** Until then the split fails with EAGAIN, and the call goes round for as long as the pin is held. */
export const large_pinned_is_busy = commit(
  {
    id: 'uffd-move-large-pinned',
    subject: 'UFFDIO_MOVE of a pinned large folio that PTEs map is EBUSY (measured on 6.18, not read)',
    since: 'v6.18',
    says: 'A pinned large folio is refused before it is split, and the call comes to an end.',
  },
  change(swap_cache_is_looked_at_again.path, edit =>
    edit
      .before('split_folio', {
        folio_maybe_dma_pinned_large(k, me, go) {
          if (!k.page_maybe_dma_pinned(me.folio)) return;
          me.error = Errno.EBUSY;
          return go.out;
        },
      })
      .rename('folio_maybe_dma_pinned_large', 'folio_maybe_dma_pinned'),
  ),
);
