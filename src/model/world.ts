// The shared state as steps see it: records, references, translations, and what is read and written through them.
// Lock order, as in the kernel: mmap lock, page lock, i915's object mutex, PTL, swap cache (xarray) lock. Nothing here blocks; steps do.
import { Client } from './device.js';
import { ZERO_PAGE } from './folio.js';
import { Processes } from './processes.js';
import { See } from './properties.js';
import { ZEROES } from './state.js';

export class World extends Processes {
  /** MADV_FREE: until the next write here, zeroes will do as well. */
  mayBecomeZero(mm: number, page: number): void {
    this.ptes[mm][page].freed = 1;
  }

  /** The CPU reads or writes a frame that it reached through (mm, page). Returns what it read or wrote. */
  cpu(mm: number, page: number, frame: number, write: boolean, content: number): number {
    const folio = this.folios[frame];
    const pte = this.ptes[mm][page];
    const gone = !this.isFor(frame, page);
    this.observe(See.LIVE, gone);
    if (pte.zapping === 1 && this.mapped(mm, page) !== frame) {
      if (write && folio.page !== 0) folio.content = content;
      return write ? content : folio.content;
    }
    if (!write && !gone && this.movedOn(mm, page, frame)) {
      this.observe(See.staleRead, !this.mayRead(mm, page, folio.content));
      return folio.content;
    }
    this.checkPins(mm, page, frame);
    if (write) {
      const value = this.distinct(content, this.expectedAt(mm, page));
      if (folio.page !== 0) this.store(frame, value);
      this.expectAt(mm, page, value);
      pte.freed = 0;
      return value;
    }
    const found = folio.content;
    if (gone) return found;
    const wrong = !this.mayRead(mm, page, found);
    const written = found >= this.firstWrite;
    const foreign = wrong && written && this.expectedElsewhere(mm, page, found);
    if (this.shape.mms > 1) this.observe(See.PRIV, foreign);
    this.observe(See.DIRT, wrong && !foreign);
    return found;
  }

  /** A clean page was unmapped and given up, and its address means another one; this CPU's TLB has not been flushed yet. */
  private movedOn(mm: number, page: number, frame: number): boolean {
    const pte = this.ptes[mm][page];
    if (pte.stale !== frame) return false;
    if (pte.frame !== 0) return pte.frame !== frame;
    if (pte.swap !== 0) return this.slots[pte.swap].frame !== frame;
    return this.fileBacked(page) && this.inCache(page) !== frame;
  }

  /** What a read here may return: the last write, or zeroes where MADV_FREE was asked for. */
  private mayRead(mm: number, page: number, found: number): boolean {
    const pte = this.ptes[mm][page];
    return found === this.expectedAt(mm, page) || (pte.freed === 1 && found === ZEROES);
  }

  /** Every pin taken through (mm, page) has to be on the frame that an access there reaches. */
  private checkPins(mm: number, page: number, frame: number): void {
    const { devices } = this.shape;
    for (let d = 0; d < devices.length; d++) {
      const pin = this.pins[d][page];
      if (pin.frame === 0 || pin.orphan === 1 || pin.pending === 1 || devices[d].mm !== mm) continue;
      this.observe(See.COH, pin.frame !== frame);
    }
  }

  /** A write in a loop alternates between two names, so that it never writes what is there already. */
  private distinct(content: number, present: number): number {
    return content === present ? content ^ 1 : content;
  }

  private expectedElsewhere(mm: number, page: number, content: number): boolean {
    for (let other = 0; other < this.ptes.length; other++)
      if (other !== mm && !this.followsFile(other, page) && this.ptes[other][page].expected === content) return true;
    return false;
  }

  /** write(2) puts bytes into a page of a file. Returns what it wrote. */
  writeFile(page: number, frame: number, content: number): number {
    const value = this.distinct(content, this.cached(page).expected);
    this.store(frame, value);
    this.cached(page).expected = value;
    return value;
  }

  /** Direct I/O puts bytes on the file's disk, past the page cache. Returns what it wrote. */
  writeDisk(page: number, content: number): number {
    const cached = this.cached(page);
    const value = this.distinct(content, cached.expected);
    this.unshare(page);
    cached.content = value;
    cached.allocated = 1;
    cached.expected = value;
    return value;
  }

  /** Bytes change: not while a disk that checksums them is being given them. */
  private store(frame: number, content: number): void {
    const folio = this.folio(frame);
    if (folio.mapping === 1 && this.stable(folio.page - 1)) this.observe(See.STBL, folio.writeback === 1 && folio.bounced === 0);
    this.folios[frame].content = content;
  }

  /** A device reads or writes through its pin. Returns what it read or wrote. */
  dma(device: number, page: number, write: boolean, content: number): number {
    const { mm } = this.shape.devices[device];
    const pin = this.pins[device][page];
    const pte = this.ptes[mm][page];
    const folio = this.folios[pin.frame];
    // A page that was moved away by request is another address's.
    const gone = pin.orphan === 1 ? pin.frame !== ZERO_PAGE && folio.page === 0 : !this.isFor(pin.frame, page);
    this.observe(See.LIVE, gone);
    const reached = pin.orphan === 1 ? false : pte.ptl === 1 || this.reachedBy(mm, page) === pin.frame;
    if (pin.orphan === 0) this.observe(See.COH, !reached);
    if (!write) {
      if (reached && !gone) this.observe(See.DIRT, !this.mayRead(mm, page, folio.content));
      return folio.content;
    }
    const value = this.distinct(content, folio.content);
    if (folio.page !== 0 || pin.frame === ZERO_PAGE) this.store(pin.frame, value);
    if (!reached) return value;
    if (this.folio(pin.frame).file === 1) this.cached(page).expected = value;
    else this.expectAt(mm, page, value);
    pte.freed = 0;
    return value;
  }

  /** The next device from `from` on that hears of changes in an mm; devices.length: no more. */
  nextClient(mm: number, from: number): number {
    const { devices } = this.shape;
    if (!this.alive(mm)) return devices.length;
    let d = from;
    while (d < devices.length && (devices[d].mm !== mm || devices[d].kind.client === Client.none)) d++;
    return d;
  }

  /** An invalidation of an mm is over, for every mirror that counted it. */
  invalidated(mm: number): void {
    const { devices } = this.shape;
    if (!this.alive(mm)) return;
    for (let d = 0; d < devices.length; d++)
      if (devices[d].mm === mm && devices[d].kind.client === Client.mirror) this.devices[d].invalidating--;
  }

  /** mm/mmu_notifier.c:mmu_notifier_release(): the mirrors of an mm that is going away are empty, and it has no clients any more. */
  releaseClients(mm: number): void {
    const { devices } = this.shape;
    for (let d = 0; d < devices.length; d++) {
      if (devices[d].mm !== mm || devices[d].kind.client !== Client.mirror) continue;
      this.devices[d].mirrored = 0;
      this.devices[d].invalidating = 0;
    }
  }

  /** References, mappings and pins of a folio are those of the owners, when no thread is at work. */
  private adds(head: number): boolean {
    const folio = this.folios[head];
    return (
      folio.ref >>> 0 === this.owners(head) >>> 0 &&
      this.folio_mapcount(head) === this.mappings(head) &&
      folio.pincount === this.pinsOf(head, (times, get) => (get === 1 || folio.counts_pins === 0 ? 0 : times))
    );
  }

  /** Entries that map a folio or pages of it; a PMD is one. */
  private mappings(head: number): number {
    let mapped = 0;
    const last = this.lastOf(head);
    for (const row of this.ptes)
      for (const pte of row)
        if (pte.device_private === head || pte.frame === head || (pte.frame > head && pte.frame <= last && pte.pmd === 0)) mapped++;
    return mapped;
  }

  /** A sum over all pins of a folio's pages. */
  private pinsOf(head: number, of: (times: number, get: number) => number): number {
    let sum = 0;
    const last = this.lastOf(head);
    for (const row of this.pins) for (const pin of row) if (pin.frame >= head && pin.frame <= last) sum += of(pin.times, pin.get);
    return sum;
  }

  private entriesOf(slot: number): number {
    let entries = 0;
    for (const row of this.ptes) for (const pte of row) if (pte.swap === slot) entries++;
    for (const page of this.shape.pages.keys()) if (this.fileBacked(page) && this.cached(page).swap === slot) entries++;
    return entries;
  }

  /** The reference count that a folio's owners add up to, when no thread is at work. A large folio is in the swap cache once a page. */
  owners(head: number): number {
    const folio = this.folios[head];
    const pins = this.pinsOf(head, (times, get) => times * this.referencesOf(head, get));
    if (head === ZERO_PAGE) return 1 + pins;
    const caches = ((folio.swapcache + folio.mapping) << folio.order) + folio.private;
    return caches + folio.lru_add_batch + folio.hwpoison_ref + folio.device_private + this.mappings(head) + pins;
  }

  /** At a state from which nothing moves: nobody may be stuck in a path, and the counts must add up. */
  rest(stuck: boolean): void {
    // Stuck without a free frame is out of memory, which the OOM killer would end.
    this.observe(See.deadlock, stuck && this.anyFree());
    if (stuck) return;
    for (let n = 1; n <= this.shape.frames; n++)
      if (this.folios[n].page !== 0 && this.folios[n].tail === 0) this.observe(See.CNT, !this.adds(n));
    for (const row of this.ptes) for (const pte of row) this.observe(See.CNT, pte.migration !== 0);
    if (this.shape.zeroPage) this.observe(See.CNT, this.zero.ref >>> 0 !== this.owners(ZERO_PAGE) >>> 0);
    for (let n = 1; n <= this.shape.slots; n++) this.observe(See.CNT, this.slots[n].map !== this.entriesOf(n));
  }
}
