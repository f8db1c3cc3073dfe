// Another option of January 2018: a page that is pinned for writing stays mapped writable, and so dirty; writeback waits or passes over it.
import { calls, change, wait } from '../../machine/index.js';
import { page_mkclean, Writeback, write_cache_pages } from '../../model/index.js';
import { commit } from '../commit.js';

export const keepWritable = commit(
  {
    id: 'keep-writable',
    subject: 'count writable references, and do not write-protect a page that has some',
    since: '-',
    says:
      'page_mkclean() leaves entries of a page that looks pinned writable, looking again when it has cleared one. The flusher passes ' +
      'over the page, fsync() waits for the unpin: for ever, if the pin is a long one.',
  },
  change(page_mkclean, edit =>
    edit
      .aside('page_vma_mapped_walk_done', {
        set_pte_writable(k, me) {
          k.restorePte(me.mm, me.page + me.nth, me.folio + me.nth, me.pte_write, me.pte_dirty);
          me.kept = 1;
          me.pte_dirty = 0;
          me.pte_write = 0;
        },
      })
      .replace('ptep_clear', (k, me) => {
        const pte = k.pte(me.mm, me.page + me.nth);
        me.pte_dirty = pte.dirty;
        me.pte_write = pte.write;
        k.clearPte(me.mm, me.page + me.nth);
      })
      .after('flush_tlb_page', {
        page_writable_pins(k, me, go) {
          if (k.page_maybe_dma_pinned(me.folio)) return go.set_pte_writable;
          me.pte_write = 0;
        },
      }),
  ),
  change(write_cache_pages, edit =>
    edit
      .aside('filemap_fdatawait_range', {
        kept_writable(k, me, go) {
          me.kept = 0;
          me.cleaned = 0;
          if (me.sync === 0) return go.continue_unlock;
          k.folio(me.folio).locked = 0;
        },
        wait_for_unpin(k, me, go) {
          if (k.page_maybe_dma_pinned(me.folio)) return wait;
          return go.lock_page;
        },
      })
      .before('page_mkclean', {
        writable_pins(k, me, go) {
          if (k.page_maybe_dma_pinned(me.folio)) return go.kept_writable;
        },
      })
      .replace(
        'page_mkclean',
        calls(Writeback)(
          page_mkclean,
          (me, to) => {
            to.folio = me.folio;
            to.page = me.first;
            to.more = me.tails;
          },
          (me, got) => {
            me.cleaned = got.cleaned;
            me.kept = got.kept;
          },
        ),
      )
      .replace('page_cleaned', {
        local(me, go) {
          if (me.kept === 1) return go.kept_writable;
          return me.cleaned === 1 ? go.set_page_dirty : go.TestClearPageDirty;
        },
      }),
  ),
);
