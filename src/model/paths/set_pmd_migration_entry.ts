// A PMD becomes a migration entry: the huge page moves as a whole. Entered with the PMD lock, which it lets go.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { UnmapOne } from './unmap_one.js';

export const set_pmd_migration_entry = path('mm/huge_memory.c:set_pmd_migration_entry() @v5.8', UnmapOne)({
  /** From here GUP-fast fails its recheck, and after the next step no CPU has the entry. */
  pmdp_invalidate(k, me) {
    const pte = k.pte(me.mm, me.page);
    me.pte_write = pte.write;
    me.pte_dirty = pte.dirty;
    k.clearRange(me.mm, me.page);
  },
  flush_pmd_tlb_range(k, me) {
    k.flushRange(me.mm, me.page, me.more);
  },
  set_page_dirty(k, me) {
    if (me.pte_dirty === 1) k.folio(me.folio).dirty = 1;
  },
  set_pmd_at(k, me) {
    k.freezePmd(me.mm, me.page, me.folio, me.pte_write);
  },
  page_remove_rmap(k, me) {
    const folio = k.folio(me.folio);
    folio.entire_mapcount--;
    if (k.folio_mapcount(me.folio) === 0) folio.mlocked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    me.cleared = 1;
  },
  spin_unlock(k, me) {
    k.pmd_unlock(me.mm, me.page);
    me.pte_write = 0;
    me.pte_dirty = 0;
    me.anon_exclusive = 0;
    return done;
  },
});
