// Ranges: the entries of several consecutive pages, which a PMD may map at once.
import { Translations } from './translations.js';

export class Ranges extends Translations {
  /** pmd_lock(): the PTLs of a whole range, false while somebody has one. The page is the first of its range. */
  pmd_trylock(mm: number, first: number): boolean {
    const row = this.ptes[mm];
    const end = first + this.shape.count[first];
    for (let page = first; page < end; page++) if (row[page].ptl === 1) return false;
    for (let page = first; page < end; page++) row[page].ptl = 1;
    return true;
  }
  pmd_unlock(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) this.ptes[mm][page].ptl = 0;
  }
  /** pmd_none(), and no entry below. */
  rangeEmpty(mm: number, first: number): boolean {
    for (let page = first; page < first + this.shape.count[first]; page++) if (!this.pte_none(mm, page)) return false;
    return true;
  }
  /** A folio is mapped: by a PMD, or by entries that are all written under one lock. */
  mapRange(mm: number, first: number, head: number, write: number, dirty: number, pmd: number): void {
    for (let n = 0; n < this.shape.count[first]; n++) {
      this.restorePte(mm, first + n, head + n, write, dirty);
      this.ptes[mm][first + n].pmd = pmd;
    }
  }
  /** madvise_folio_pte_batch(): all of a folio is mapped from a page on, which is its first, in order and within the range. */
  fullyMapped(mm: number, page: number, more: number, frame: number): boolean {
    const { tail, order } = this.folios[frame];
    if (tail !== 0 || 1 << order > more + 1) return false;
    for (let n = 0; n < 1 << order; n++) if (this.ptes[mm][page + n].frame !== frame + n) return false;
    return true;
  }
  /** Both addresses are in one VMA. */
  private sameVma(mm: number, page: number, other: number): boolean {
    const one = this.vma(mm, page);
    const two = this.vma(mm, other);
    return (
      one.gone === two.gone &&
      one.none === two.none &&
      one.readonly === two.readonly &&
      one.locked === two.locked &&
      one.split === two.split &&
      one.dontfork === two.dontfork
    );
  }
  /** do_set_pmd(): a PMD can map the folio of a file that a frame is part of: a VMA has room for all of it, and nothing is mapped there. */
  pmdMappable(mm: number, page: number, frame: number): boolean {
    const { first, count, huge } = this.shape;
    if (!huge[page] || this.nr_pages(frame) !== count[page]) return false;
    for (let n = first[page]; n < first[page] + count[page]; n++)
      if (!this.sameVma(mm, page, n) || this.vma(mm, n).guard === 1) return false;
    return this.rangeEmpty(mm, first[page]);
  }
  /** The pages of a file's folio that could be mapped around a page, a bit each: of the same VMA, and nothing is there. */
  mappableAround(mm: number, page: number, frame: number): number {
    const begin = this.folio(frame).page - 1;
    let pages = 0;
    for (let n = 0; n < this.nr_pages(frame); n++)
      if (this.sameVma(mm, page, begin + n) && this.vma(mm, begin + n).guard === 0 && this.pte_none(mm, begin + n)) pages |= 1 << n;
    return pages;
  }
  /** Migration entries for all pages of a folio. */
  freezeRange(mm: number, first: number, head: number, write: number, exclusive: number): void {
    for (let n = 0; n < this.shape.count[first]; n++) {
      const pte = this.ptes[mm][first + n];
      pte.migration = head + n;
      pte.migration_write = write;
      pte.migration_exclusive = exclusive;
    }
  }
  /** A PMD that is a migration entry. */
  freezePmd(mm: number, first: number, head: number, write: number, exclusive = 0, dirty = 0): void {
    for (let n = 0; n < this.shape.count[first]; n++) {
      this.setMigration(mm, first + n, head + n, write, exclusive, dirty);
      this.ptes[mm][first + n].migration_pmd = 1;
    }
  }
  /** is_pmd_migration_entry(): of this folio, and whole. */
  frozenPmd(mm: number, first: number, head: number): boolean {
    const one = this.ptes[mm][first];
    for (let n = 0; n < this.shape.count[first]; n++) {
      const pte = this.ptes[mm][first + n];
      if (pte.migration_pmd === 0 || pte.migration !== head + n || pte.migration_write !== one.migration_write) return false;
    }
    return true;
  }
  /** pmdp_huge_get_and_clear(). */
  clearRange(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) {
      this.clearPte(mm, page);
      this.ptes[mm][page].pmd = 0;
    }
  }
  /** pmdp_collapse_flush(), but for the flush: one word, behind which are the entries of a whole page table. */
  withdrawTable(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) {
      const pte = this.ptes[mm][page];
      const { frame, write, dirty } = pte;
      if (frame === 0) continue;
      this.clearPte(mm, page);
      pte.withdrawn = frame;
      pte.withdrawn_write = write;
      pte.withdrawn_dirty = dirty;
    }
  }
  /** pmd_populate(): the page table is back, as it was. */
  populateTable(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) {
      const pte = this.ptes[mm][page];
      const { withdrawn, withdrawn_write, withdrawn_dirty } = pte;
      if (withdrawn === 0) continue;
      this.forgetWithdrawn(mm, page);
      this.restorePte(mm, page, withdrawn, withdrawn_write, withdrawn_dirty);
    }
  }
  /** pte_clear() in a page table that nobody can walk to any more. */
  forgetWithdrawn(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    pte.withdrawn = 0;
    pte.withdrawn_write = 0;
    pte.withdrawn_dirty = 0;
  }
  /** folio_pte_batch(): the entries of a range map all of one large folio, one by one. */
  mapsFolio(mm: number, first: number): boolean {
    const head = this.ptes[mm][first].frame;
    if (head === 0 || this.folios[head].order === 0 || 1 << this.folios[head].order !== this.shape.count[first]) return false;
    for (let n = 0; n < this.shape.count[first]; n++) if (this.ptes[mm][first + n].frame !== head + n) return false;
    return true;
  }
  flushRange(mm: number, page: number, more: number): void {
    for (let n = page; n <= page + more; n++) this.flush(mm, n);
  }
  /** MADV_DONTNEED and its like, of all pages of a range at once. */
  rangeReplaced(mm: number, first: number): void {
    for (let n = first; n < first + this.shape.count[first]; n++) this.replacedByRequest(mm, n);
  }
  /** Whether these are all pages that a PMD maps. */
  wholeRange(page: number, more: number): boolean {
    return this.shape.first[page] === page && more + 1 === this.shape.count[page];
  }
  /** pmd_mkwrite(pmd_mkdirty()), where the mapping allows it. */
  writeRange(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) {
      const pte = this.ptes[mm][page];
      pte.write = this.allows(mm, page, 1) ? 1 : 0;
      pte.dirty = 1;
      pte.soft_dirty_wp = 0;
    }
  }
  wrprotectRange(mm: number, first: number): void {
    for (let page = first; page < first + this.shape.count[first]; page++) {
      if (this.ptes[mm][page].write === 0) continue;
      this.keepStale(mm, page);
      this.ptes[mm][page].write = 0;
    }
  }
  /** The same PMD for another process. */
  copyRange(mm: number, child: number, first: number): void {
    const { frame, dirty, none } = this.ptes[mm][first];
    for (let n = 0; n < this.shape.count[first]; n++) {
      const to = this.ptes[child][first + n];
      to.frame = frame + n;
      to.dirty = dirty;
      to.none = none;
      to.pmd = 1;
      to.soft_dirty_wp = this.ptes[mm][first + n].soft_dirty_wp;
      to.expected = this.ptes[mm][first + n].expected;
      to.freed = this.ptes[mm][first + n].freed;
    }
  }
  /** What a first store sets: in a PMD for all of its pages at once. */
  setDirty(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    if (pte.pmd === 0) {
      pte.dirty = 1;
      return;
    }
    const first = this.shape.first[page];
    for (let n = first; n < first + this.shape.count[first]; n++) this.ptes[mm][n].dirty = 1;
  }
}
