// Translations: page table entries as they change, and what TLBs keep of them until a flush.
import { AddressSpace } from './address_space.js';
import type { Signal } from './mm.js';
import { ZEROES } from './state.js';

export class Translations extends AddressSpace {
  /** The mmap lock for reading; false while somebody changes mappings. */
  mmap_read_trylock(n: number): boolean {
    const mm = this.mms[n];
    if (mm.writer === 1) return false;
    mm.readers++;
    return true;
  }
  mmap_read_unlock(n: number): void {
    this.mms[n].readers--;
  }
  /** The mmap lock for writing; false while anybody else has it. */
  mmap_write_trylock(n: number): boolean {
    const mm = this.mms[n];
    if (mm.writer === 1 || mm.readers > 0) return false;
    mm.writer = 1;
    return true;
  }
  mmap_write_unlock(n: number): void {
    this.mms[n].writer = 0;
  }
  mmap_write_downgrade(n: number): void {
    this.mms[n].writer = 0;
    this.mms[n].readers++;
  }

  hasPinned(n: number): number {
    return this.mms[n].has_pinned;
  }
  setHasPinned(n: number): void {
    this.mms[n].has_pinned = 1;
  }

  /** include/linux/mm.h:is_cow_mapping(). */
  is_cow_mapping(mm: number, page: number): boolean {
    return this.shape.cow[page] && this.vma(mm, page).shared === 0;
  }

  /** The worst signal that memory failure has sent a process. */
  signal(n: number): Signal {
    return this.mms[n].signal;
  }
  send_sig(n: number, signal: Signal): void {
    const mm = this.mms[n];
    if (mm.signal < signal) mm.signal = signal;
  }

  /** VM_MIXEDMAP. */
  is_mixedmap(page: number): boolean {
    return this.shape.mixedmap?.[page] === true;
  }
  /** vma_is_secretmem(), page_is_secretmem(). */
  is_secretmem(page: number): boolean {
    return this.shape.secret[page];
  }

  /** find_vma() and its flags: whether a load or a store is allowed here at all. */
  allows(mm: number, page: number, write: number): boolean {
    const vma = this.vma(mm, page);
    return vma.gone === 0 && vma.none === 0 && vma.guard === 0 && (write === 0 || vma.readonly === 0);
  }

  /** pte_protnone() in a mapping that may be accessed: NUMA balancing was here. */
  protnone(mm: number, page: number): boolean {
    const pte = this.ptes[mm][page];
    return pte.frame !== 0 && pte.none === 1 && this.vma(mm, page).none === 0;
  }

  /** pte_none(): nothing at all, not even an entry that only the kernel understands. */
  pte_none(mm: number, page: number): boolean {
    const pte = this.ptes[mm][page];
    return pte.frame === 0 && pte.zero === 0 && pte.swap === 0 && pte.migration === 0 && pte.hwpoison === 0 && pte.device_private === 0;
  }

  /** set_pte_at() of a migration entry, where the entry of the page itself has just been cleared. */
  setMigration(mm: number, page: number, frame: number, write: number, exclusive = 0, dirty = 0): void {
    const pte = this.ptes[mm][page];
    pte.migration = frame;
    pte.migration_write = write;
    pte.migration_exclusive = exclusive;
    pte.migration_dirty = dirty;
    pte.migration_was_write = write;
  }

  /** pte_clear_not_present_full(): an entry that only the kernel understands goes; no TLB has it. */
  pte_clear_not_present(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    pte.swap = 0;
    pte.swap_exclusive = 0;
    pte.migration = 0;
    pte.migration_write = 0;
    pte.migration_exclusive = 0;
    pte.migration_dirty = 0;
    pte.migration_pmd = 0;
    pte.hwpoison = 0;
    pte.migration_was_write = 0;
    pte.device_private = 0;
    pte.device_private_write = 0;
  }

  /** The frame that a CPU access at (mm, page) would reach now: by PTE, migration entry or swap cache; 0: another one, or none. */
  reachedBy(mm: number, page: number): number {
    const pte = this.ptes[mm][page];
    if (pte.withdrawn !== 0) return pte.withdrawn;
    if (pte.migration !== 0) return pte.migration;
    if (pte.hwpoison !== 0) return pte.hwpoison;
    if (pte.device_private !== 0) return pte.device_private;
    if (pte.swap !== 0) return this.slots[pte.swap].frame;
    return this.mapped(mm, page) || (this.fileBacked(page) ? this.inCache(page) : 0);
  }

  /** pte_same(), as GUP-fast asks at its end: of the entry that it has walked to, in a page table that may have been withdrawn since. */
  pteSame(mm: number, page: number, frame: number, write: number, pmd: number): boolean {
    const pte = this.ptes[mm][page];
    if (pte.withdrawn === frame) return pte.withdrawn_write === write && pmd === 0;
    return pte.frame === frame && pte.write === write && pte.pmd >= pmd;
  }

  /** ptep_get_and_clear(): TLBs may keep what was there, the dirty bit included, until the flush. */
  clearPte(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    this.keepStale(mm, page);
    pte.frame = 0;
    pte.write = 0;
    pte.dirty = 0;
    pte.none = 0;
    pte.zero = 0;
  }

  /** set_pte_at() of an entry that was cleared under the same PTL: an unmap given up, or a move. */
  restorePte(mm: number, page: number, frame: number, write: number, dirty: number): void {
    const pte = this.ptes[mm][page];
    pte.frame = frame;
    pte.write = write;
    pte.dirty = dirty;
    pte.none = this.vma(mm, page).none;
  }

  /** Nothing is left of an entry, or what is there now is new: no monitor has asked for it, and it counts as written. */
  forgetTracking(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    pte.uffd_wp = 0;
    pte.soft_dirty_wp = 0;
  }
  /** Whether a write has to fault here because somebody wants to know of it. */
  tracksWrites(mm: number, page: number): boolean {
    const pte = this.ptes[mm][page];
    return pte.uffd_wp === 1 || pte.soft_dirty_wp === 1;
  }

  /** User space moved a page from one address to another: what was written there is read here; pins stay behind and are owed nothing. */
  movedByRequest(mm: number, page: number, to: number): void {
    if (to === page) return;
    const from = this.ptes[mm][page];
    const dst = this.ptes[mm][to];
    dst.expected = from.expected;
    dst.freed = from.freed;
    this.replacedByRequest(mm, page);
  }

  /** User space asked for other contents here: no pin of before is owed coherence, and a read returns zeroes. */
  replacedByRequest(mm: number, page: number): void {
    this.forgetTracking(mm, page);
    // The file keeps what it says, and a pin of its page is still a pin of what the address means.
    if (this.followsFile(mm, page)) return;
    this.ptes[mm][page].zapping = this.ptes[mm][page].stale === 0 ? 0 : 1;
    this.ptes[mm][page].expected = ZEROES;
    this.ptes[mm][page].freed = 0;
    this.ptes[mm][page].own = 0;
    for (let d = 0; d < this.pins.length; d++)
      if (this.shape.devices[d].mm === mm && this.pins[d][page].frame !== 0) this.pins[d][page].orphan = 1;
  }

  /** What a TLB may hold of a present entry that is about to lose rights. */
  keepStale(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    if (pte.frame === 0) return;
    // An older stale translation, of another frame, is forgotten: docs/fidelity.md, "TLB".
    if (pte.stale !== pte.frame) pte.stale_write = 0;
    pte.stale = pte.frame;
    pte.stale_cpus = this.shape.cpus[mm];
    if (pte.write === 1 && pte.dirty === 1) pte.stale_write = 1;
  }

  flush(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    pte.stale = 0;
    pte.stale_write = 0;
    pte.stale_cpus = 0;
    pte.zapping = 0;
  }

  /** One CPU's TLB no longer has the stale entry: it looked at the page table again. */
  refill(mm: number, page: number, cpu: number): void {
    const pte = this.ptes[mm][page];
    pte.stale_cpus &= ~(1 << cpu);
    if (pte.stale_cpus === 0) this.flush(mm, page);
  }

  /** Flushes every stale translation to a frame: what a batched flush does for the page it was deferred for. */
  flushFrame(frame: number): void {
    const head = this.head(frame);
    const last = this.lastOf(head);
    for (const row of this.ptes)
      for (const pte of row)
        if (pte.stale >= head && pte.stale <= last) {
          pte.stale = 0;
          pte.stale_write = 0;
          pte.stale_cpus = 0;
          pte.zapping = 0;
        }
  }
}
