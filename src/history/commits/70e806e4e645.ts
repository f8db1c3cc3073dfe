// v5.9: fork copies a page that looks pinned for the child at once, so that the parent keeps the one the device has.
import { change, wait } from '../../machine/index.js';
import { copy_pte_range, See } from '../../model/index.js';
import { commit } from '../commit.js';

export const early_copy = change(copy_pte_range, edit =>
  edit
    .aside('pte_alloc_map_lock', {
      spin_unlock_again(k, me) {
        k.pte(me.mm, me.page).ptl = 0;
        me.folio = 0;
        me.pte_write = 0;
      },
      pte_unmap_unlock_again(k, me) {
        k.pte(me.child, me.page).ptl = 0;
      },
      /** Then everything is looked at again: the page may have been unpinned, or unmapped. */
      page_copy_prealloc(k, me) {
        me.prealloc = k.alloc(me.page, k.anonVma(me.child, me.page));
        if (me.prealloc === 0) return wait;
      },
    })
    .rename('spin_unlock_again', 'spin_unlock')
    .rename('pte_unmap_unlock_again', 'pte_unmap_unlock')
    .aside('spin_unlock', {
      pte_mkwrite(k, me) {
        if (me.pte_write === 1) k.pte(me.mm, me.page).write = 1;
      },
      /** -EAGAIN: memory is not allocated under a spinlock. */
      new_page(_k, me, go) {
        if (me.prealloc === 0) return go.spin_unlock_again;
      },
      copy_user_highpage(k, me) {
        k.page(me.prealloc).content = k.page(me.folio).content;
        k.expectAlike(me.mm, me.child, me.page);
        if (k.fileBacked(me.page)) k.becomesOwn(me.child, me.page, k.page(me.prealloc).content);
      },
      /** Of a page of a file nobody has asked whether there is an anon_vma to add the copy to. */
      page_add_new_anon_rmap(k, me) {
        if (k.is_mixedmap(me.page)) k.observe(See.BUG, !k.hasAnonVma(me.mm, me.page));
        k.page(me.prealloc).mapcount = 1;
      },
      lru_cache_add_inactive_or_unevictable(k, me) {
        const folio = k.folio(me.prealloc);
        folio.lru_add_batch = 1;
        folio.ref++;
      },
      /** The child's own from the start, and writable. */
      set_pte_at_copy(k, me) {
        const pte = k.pte(me.child, me.page);
        pte.frame = me.prealloc;
        pte.write = k.allows(me.child, me.page, 1) ? 1 : 0;
        pte.dirty = 1;
        pte.none = k.vma(me.child, me.page).none;
        me.prealloc = 0;
      },
    })
    .rename('set_pte_at_copy', 'set_pte_at')
    .after('ptep_set_wrprotect', {
      /** Write-protected first and asked then: fast GUP, which pins and then looks at the entry, fails or is seen. */
      copy_present_page(k, me, go) {
        if (k.hasPinned(me.mm) === 1 && k.page_maybe_dma_pinned(me.folio)) return go.pte_mkwrite;
      },
    })
    .after('pte_unmap_unlock', {
      /** Allocated and not needed after all. */
      put_page_prealloc(k, me) {
        if (me.prealloc !== 0) k.put(me.prealloc, 1);
        me.prealloc = 0;
      },
    })
    .rename('put_page_prealloc', 'put_page'),
);

export const c70e806e4e645 = commit(
  {
    id: '70e806e4e645',
    subject: 'mm: Do early cow for pinned pages during fork() for ptes',
    since: 'v5.9',
    says: 'A page that looks pinned is not shared: the child gets a copy, the parent keeps the page and its write bit.',
  },
  early_copy,
);
