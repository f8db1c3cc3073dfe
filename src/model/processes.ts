// Processes: how one comes into being by a fork, what of its memory is found where, and what is left when it exits.
import { Ranges } from './ranges.js';
import { Vma } from './vma.js';

export class Processes extends Ranges {
  /** mm_users: the process exists. Only scenarios in which processes come and go count. */
  alive(n: number): boolean {
    return !this.shape.forks || this.mms[n].users > 0;
  }
  /** It comes into being, with all the threads that the scenario gives it, or one that does nothing. */
  bear(n: number): void {
    let threads = 0;
    for (let bits = this.shape.cpus[n]; bits !== 0; bits &= bits - 1) threads++;
    this.mms[n].users = Math.max(1, threads);
  }
  /** One of its threads is gone; true with the last. */
  mmput(n: number): boolean {
    this.mms[n].users--;
    if (this.mms[n].users > 0) return false;
    this.mms[n].has_pinned = 0;
    this.mms[n].write_protect_seq = 0;
    return true;
  }
  mmapLockFree(n: number): boolean {
    return this.mms[n].writer === 0 && this.mms[n].readers === 0;
  }
  writeProtectSeq(n: number): number {
    return this.mms[n].write_protect_seq;
  }
  /** write_seqcount_begin(), write_seqcount_end(): one up; it wraps after eight forks, which no walk outlasts. */
  bumpWriteProtectSeq(n: number): void {
    this.mms[n].write_protect_seq = (this.mms[n].write_protect_seq + 1) & 15;
  }

  /** vma->anon_vma: the processes in which an rmap walk looks for a page that is new here: this one and those forked from it. */
  anonVma(mm: number, page: number): number {
    return (1 << mm) | this.vma(mm, page).anon_vma;
  }
  /** anon_vma_prepare(): the same, for a mapping that is about to get a page of its own; a fork copies no mapping that never had one. */
  anon_vma_prepare(mm: number, page: number): number {
    const { forks, first, count } = this.shape;
    // The pages of a large folio are one mapping.
    if (forks) for (let n = first[page]; n < first[page] + count[page]; n++) this.vma(mm, n).anon_vma |= 1 << mm;
    return this.anonVma(mm, page);
  }
  /** vma->anon_vma is there. */
  hasAnonVma(mm: number, page: number): boolean {
    return ((this.vma(mm, page).anon_vma >>> mm) & 1) === 1;
  }
  /** anon_vma->root: the processes in which a page may be mapped that is nobody's alone. */
  rootAnonVma(page: number): number {
    let mms = this.shape.vmas[page];
    if (this.shape.forks) for (let mm = 0; mm < this.shape.mms; mm++) if (this.vma(mm, page).gone === 1) mms &= ~(1 << mm);
    return mms;
  }
  /** How many pages after this one are part of the same mapping: of a large page all, if nobody has cut it. */
  alikeAfter(mm: number, first: number): number {
    const count = this.shape.count[first];
    if (count === 1 || this.shape.first[first] !== first) return 0;
    const one = this.vma(mm, first);
    for (let page = first + 1; page < first + count; page++) {
      const vma = this.vma(mm, page);
      if (vma.gone !== one.gone || vma.dontfork !== one.dontfork || vma.wipeonfork !== one.wipeonfork) return 0;
    }
    return count - 1;
  }
  /** mm/khugepaged.c:hugepage_vma_check(): a range that a PMD can map, all of it in one mapping of anonymous memory. */
  collapsible(mm: number, first: number): boolean {
    if (!this.shape.huge[first] || this.fileBacked(first)) return false;
    for (let page = first; page < first + this.shape.count[first]; page++) {
      const vma = this.vma(mm, page);
      if (vma.gone === 1 || vma.split === 1 || vma.none === 1) return false;
    }
    return true;
  }
  hasVmas(mm: number): boolean {
    for (const vma of this.vmas[mm]) if (vma.gone === 0) return true;
    return false;
  }
  /** anon_vma_fork(): wherever the parent's VMA is found, the child's is from now on. */
  linkAnonVma(parent: number, child: number, page: number): void {
    if (!this.hasAnonVma(parent, page)) return;
    for (const row of this.vmas) if ((row[page].anon_vma >>> parent) & 1) row[page].anon_vma |= 1 << child;
    this.vma(child, page).anon_vma = 1 << child;
    for (let n = 1; n <= this.shape.frames; n++) {
      const folio = this.folios[n];
      if (folio.page === page + 1 && ((folio.anon_vma >>> parent) & 1) === 1) folio.anon_vma |= 1 << child;
    }
  }
  /** unlink_anon_vmas(): nobody looks there any more. */
  unlinkAnonVma(mm: number, page: number): void {
    for (const row of this.vmas) row[page].anon_vma &= ~(1 << mm);
    for (let n = 1; n <= this.shape.frames; n++) if (this.folios[n].page === page + 1) this.folios[n].anon_vma &= ~(1 << mm);
  }
  /** remove_vma(): nothing is mapped there. */
  forgetVma(mm: number, page: number): void {
    const vma = this.vma(mm, page);
    this.u.fill(0, vma.at, vma.at + Vma.words);
    vma.gone = 1;
  }
  /** vma_merge(): whether a mapping is like its neighbours again. */
  merges(mm: number, page: number): boolean {
    const vma = this.vma(mm, page);
    return vma.none === 0 && vma.readonly === 0 && vma.locked === 0 && vma.dontfork === 0 && vma.wipeonfork === 0;
  }

  /** What fork leaves: a read in the child returns what one in the parent would have. */
  expectAlike(parent: number, child: number, page: number): void {
    const from = this.ptes[parent][page];
    const to = this.ptes[child][page];
    to.expected = from.expected;
    to.freed = from.freed;
    to.own = from.own;
  }
  /** Both reach the same page, or the same place in swap. */
  shares(parent: number, child: number, page: number): boolean {
    const one = this.ptes[parent][page];
    const two = this.ptes[child][page];
    if (one.swap !== 0 && one.swap === two.swap) return true;
    const frame = this.reachedBy(parent, page);
    return frame !== 0 && frame === this.reachedBy(child, page);
  }
}
