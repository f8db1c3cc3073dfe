// UFFDIO_COPY: a monitor puts a page where nothing is, with contents of its choice. Who sleeps there goes on.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { CONTENT, FRAME, MM, PAGE } from '../folio.js';
import { ERRNO, Errno } from '../vma.js';

export const UserfaultCopy = record('UserfaultCopy', { mm: MM, page: PAGE, content: CONTENT, folio: FRAME, error: ERRNO });

export const mcopy_atomic_pte = path('mm/userfaultfd.c:mcopy_atomic_pte() @v5.8', UserfaultCopy)({
  /** __mcopy_atomic(): only where somebody has registered. */
  mmap_read_lock(k, me, go) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
    const vma = k.vma(me.mm, me.page);
    if (vma.gone === 0 && vma.uffd_missing === 1) return;
    me.error = Errno.ENOENT;
    return go.mmap_read_unlock;
  },
  alloc_page_vma(k, me) {
    me.folio = k.alloc(me.page, k.anon_vma_prepare(me.mm, me.page));
    if (me.folio === 0) return wait;
    k.page(me.folio).content = me.content;
  },
  pte_offset_map_lock(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    if (!k.pte_none(me.mm, me.page)) {
      me.error = Errno.EEXIST;
      return go.put_page;
    }
    pte.ptl = 1;
  },
  page_add_new_anon_rmap(k, me) {
    k.page(me.folio).mapcount = 1;
  },
  lru_cache_add_active_or_unevictable(k, me) {
    const folio = k.folio(me.folio);
    folio.lru_add_batch = 1;
    folio.ref++;
    folio.mlocked = k.vma(me.mm, me.page).locked;
  },
  /** From now on this is what a read here returns. */
  set_pte_at(k, me) {
    const pte = k.pte(me.mm, me.page);
    pte.frame = me.folio;
    pte.write = k.allows(me.mm, me.page, 1) ? 1 : 0;
    pte.dirty = 1;
    pte.none = k.vma(me.mm, me.page).none;
    k.forgetTracking(me.mm, me.page);
    k.expectAt(me.mm, me.page, me.content);
    me.content = 0;
  },
  pte_unmap_unlock(k, me, go) {
    k.pte(me.mm, me.page).ptl = 0;
    return go.mmap_read_unlock;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
