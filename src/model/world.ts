// The shared state of one scenario: its frames, page tables, swap slots, devices and pins, and what their changes mean.
// Lock order, as in the kernel: page lock, then PTL, then swap cache (xarray) lock. Nothing here blocks; steps do.
import { Layout, type Of, type RecordType, Shared } from '../machine/index.js';
import { Client, Device, type DeviceKind, Pin } from './device.js';
import { Folio } from './folio.js';
import { See } from './properties.js';
import { Pte } from './pte.js';
import { Slot } from './swap.js';

export interface DeviceSpec {
  readonly name: string;
  readonly kind: DeviceKind;
  /** The process whose memory it pins or mirrors. */
  readonly mm: number;
}

/** The sizes and constants of a scenario. Everything a step may ask that never changes. */
export interface Shape {
  /** GUP_PIN_COUNTING_BIAS: 1024 in every kernel; smaller values stand for pages mapped about that often. */
  readonly bias: number;
  readonly pages: readonly string[];
  readonly mms: number;
  /** For each page, the mms that have a VMA for it, a bit each. */
  readonly vmas: readonly number[];
  readonly frames: number;
  readonly slots: number;
  readonly devices: readonly DeviceSpec[];
  /** The swap device wants stable pages under writeback (SWP_STABLE_WRITES). */
  readonly stableWrites: boolean;
  /** "Swap more than half full" and "no slot to be had" are possible at any time. */
  readonly swapMayFill: boolean;
  /** Count notified clients per page: only where a condition asks. */
  readonly countNotified: boolean;
  /** Largest reference count that can be reached: it sets the width of the field. */
  readonly refMax: number;
}

/** Content 0 is zeroes; content 1 + p is what page p held at first; what follows names writes. */
export const ZEROES = 0;
export const initialContent = (page: number): number => 1 + page;
export const NOTIFIED_MAX = 15;

const WORDS_MAX = 1024;

export class World extends Shared {
  readonly u = new Int32Array(WORDS_MAX);
  readonly layout = new Layout();
  readonly folios: readonly Of<typeof Folio.fields>[];
  readonly slots: readonly Of<typeof Slot.fields>[];
  readonly devices: readonly Of<typeof Device.fields>[];
  private readonly ptes: readonly Of<typeof Pte.fields>[][];
  private readonly pins: readonly Of<typeof Pin.fields>[][];
  /** Nobody has fired yet: choices take their first alternative. */
  preparing = true;

  constructor(readonly shape: Shape) {
    super();
    const { pages, devices } = shape;
    const bitsFor = (max: number): number => 32 - Math.clz32(max);
    this.folios = this.numbered(shape.frames, n => this.place(Folio, `frame ${n}`, { ref: bitsFor(shape.refMax) }));
    this.slots = this.numbered(shape.slots, n => this.place(Slot, `slot ${n}`));
    this.ptes = Array.from({ length: shape.mms }, (_, mm) => pages.map(page => this.place(Pte, `pte(${page}@mm${mm})`)));
    this.devices = devices.map(({ name }) => this.place(Device, name));
    this.pins = devices.map(({ name }) => pages.map(page => this.place(Pin, `${name}'s pin of ${page}`, { times: bitsFor(shape.refMax) })));
  }

  private place<F extends Readonly<Record<string, number>>>(
    type: RecordType<F>,
    name: string,
    narrowed: Record<string, number> = {},
  ): Of<F> {
    return type.handle(this.u, this.layout.add(type as unknown as RecordType, name, narrowed));
  }
  /** An array whose element 0 is never used: frames and slots are numbered from 1. */
  private numbered<T>(count: number, make: (n: number) => T): T[] {
    const made: T[] = [];
    for (let n = 1; n <= count; n++) made[n] = make(n);
    made[0] = made[1];
    return made;
  }

  folio(frame: number): Of<typeof Folio.fields> {
    return this.folios[frame];
  }
  pte(mm: number, page: number): Of<typeof Pte.fields> {
    return this.ptes[mm][page];
  }
  slot(n: number): Of<typeof Slot.fields> {
    return this.slots[n];
  }
  pin(device: number, page: number): Of<typeof Pin.fields> {
    return this.pins[device][page];
  }

  /** A choice that a scenario without it never makes, and that setup takes as 0. */
  maybe(possible: boolean): boolean {
    return possible && !this.preparing && this.choose(2) === 1;
  }

  // ---- references

  /** include/linux/mm.h:page_maybe_dma_pinned() for order 0: any reference counts, so 1024 mappings look like a pin. */
  page_maybe_dma_pinned(frame: number): boolean {
    return this.folios[frame].ref >= this.shape.bias;
  }

  /** put_page() of n references; the last one frees the frame. */
  put(frame: number, n: number): void {
    const folio = this.folios[frame];
    const short = folio.ref < n;
    this.observe(See.CNT, short);
    if (short) return;
    folio.ref -= n;
    if (folio.ref === 0) this.free(frame);
  }

  /** Back to the page allocator. Whoever can still reach the frame has lost. */
  free(frame: number): void {
    const folio = this.folios[frame];
    this.observe(See.LIVE, this.pinsOn(frame) !== 0 || this.mappedAnywhere(frame));
    const { at } = folio;
    this.u.fill(0, at, at + Folio.words);
  }

  private mappedAnywhere(frame: number): boolean {
    for (const row of this.ptes) for (const pte of row) if (pte.frame === frame) return true;
    return false;
  }

  /** The devices that hold a complete pin on a frame, a bit each. */
  pinsOn(frame: number): number {
    let devices = 0;
    for (let d = 0; d < this.pins.length; d++) for (const pin of this.pins[d]) if (pin.frame === frame) devices |= 1 << d;
    return devices;
  }

  /** alloc_page(): the lowest free frame, or 0. Lowest first, so that a frame freed too early is reused at once. */
  alloc(page: number, anonVma: number): number {
    for (let n = 1; n <= this.shape.frames; n++) {
      const folio = this.folios[n];
      if (folio.page !== 0) continue;
      folio.page = page + 1;
      folio.ref = 1;
      folio.swapbacked = 1;
      folio.anon_vma = anonVma;
      return n;
    }
    return 0;
  }

  /** Reclaim can find it: on an LRU list, and nobody is freeing it. */
  isolatable(frame: number, page: number): boolean {
    const folio = this.folios[frame];
    return folio.page === page + 1 && folio.lru === 1 && folio.ref > 0;
  }
  anyIsolatable(page: number): boolean {
    for (let n = 1; n <= this.shape.frames; n++) if (this.isolatable(n, page)) return true;
    return false;
  }

  /** Reclaim gives a page back to its list: what was all of it for? */
  kept(frame: number, cleared: boolean, revoked: boolean): void {
    const folio = this.folios[frame];
    const pins = this.pinsOn(frame);
    this.observe(See.UNDO, cleared && pins !== 0);
    this.observe(See.keptPinned, pins !== 0);
    if (folio.held !== 0) this.observe(See.useless, revoked);
    else if (pins !== 0) this.observe(See.uselessRacing, revoked);
    folio.held = 0;
  }

  /** get_swap_page(): the lowest free slot, or 0. */
  freeSlot(): number {
    for (let n = 1; n <= this.shape.slots; n++) if (this.slots[n].map === 0 && this.slots[n].has_cache === 0) return n;
    return 0;
  }

  /** swap_free(): one entry less in page tables. A slot that nobody names is free, and what it held is forgotten. */
  swap_free(n: number): void {
    const slot = this.slots[n];
    this.observe(See.CNT, slot.map === 0);
    if (slot.map > 0) slot.map--;
    this.forgetSlot(n);
  }

  /** swapcache_free(): the cache gives its reservation up. */
  put_swap_page(n: number): void {
    this.slots[n].has_cache = 0;
    this.forgetSlot(n);
  }

  private forgetSlot(n: number): void {
    const slot = this.slots[n];
    if (slot.map === 0 && slot.has_cache === 0) slot.content = ZEROES;
  }

  /** mm/swap_state.c:delete_from_swap_cache(), under the page lock and with no reader: slot, flag and the cache's reference in one step. */
  delete_from_swap_cache(frame: number): void {
    const folio = this.folios[frame];
    this.slots[folio.slot].frame = 0;
    this.put_swap_page(folio.slot);
    folio.swapcache = 0;
    folio.slot = 0;
    folio.dirty = 1;
    this.put(frame, 1);
  }

  /** mm/swapfile.c:try_to_free_swap(): only when no page table names the slot and no I/O is in flight. */
  try_to_free_swap(frame: number): boolean {
    const folio = this.folios[frame];
    if (folio.swapcache === 0 || folio.writeback === 1 || this.slots[folio.slot].map > 0) return false;
    this.delete_from_swap_cache(frame);
    return true;
  }

  // ---- pins

  /** A reference taken through (device, page) is complete: from now on whoever tests must see it. */
  pinned(device: number, page: number, frame: number, get: number, write: number, times: number): void {
    const pin = this.pins[device][page];
    if (pin.frame !== 0) throw new Error(`${this.shape.devices[device].name} holds ${this.shape.pages[page]} already`);
    pin.frame = frame;
    pin.get = get;
    pin.write = write;
    pin.times = times;
  }

  /** unpin_user_page(), put_page(): the device lets go. */
  unpin(device: number, page: number): void {
    const pin = this.pins[device][page];
    const { frame, times } = pin;
    const references = times * (pin.get === 1 ? 1 : this.shape.bias);
    this.u.fill(0, pin.at, pin.at + Pin.words);
    const folio = this.folios[frame];
    if (folio.held !== 0) folio.held &= ~(1 << device);
    this.put(frame, references);
  }

  // ---- translations

  /** ptep_get_and_clear(): TLBs may keep what was there, the dirty bit included, until the flush. */
  clearPte(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    this.keepStale(mm, page);
    pte.frame = 0;
    pte.write = 0;
    pte.dirty = 0;
  }

  /** set_pte_at() of an entry that was cleared under the same PTL: an unmap given up. */
  restorePte(mm: number, page: number, frame: number, write: number, dirty: number): void {
    const pte = this.ptes[mm][page];
    pte.frame = frame;
    pte.write = write;
    pte.dirty = dirty;
  }

  /** User space asked for other contents here: no pin of before is owed coherence, and a read returns zeroes. */
  replacedByRequest(mm: number, page: number): void {
    this.ptes[mm][page].expected = ZEROES;
    this.ptes[mm][page].freed = 0;
    for (let d = 0; d < this.pins.length; d++)
      if (this.shape.devices[d].mm === mm && this.pins[d][page].frame !== 0) this.pins[d][page].orphan = 1;
  }

  /** What a TLB may hold of a present entry that is about to lose rights. */
  keepStale(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    if (pte.frame === 0) return;
    if (pte.stale !== 0 && pte.stale !== pte.frame)
      throw new Error('two stale translations of one address: a flush is missing in the model');
    pte.stale = pte.frame;
    if (pte.write === 1 && pte.dirty === 1) pte.stale_write = 1;
  }

  flush(mm: number, page: number): void {
    const pte = this.ptes[mm][page];
    pte.stale = 0;
    pte.stale_write = 0;
  }

  /** Flushes every stale translation to a frame: what a batched flush does for the page it was deferred for. */
  flushFrame(frame: number): void {
    for (const row of this.ptes)
      for (const pte of row)
        if (pte.stale === frame) {
          pte.stale = 0;
          pte.stale_write = 0;
        }
  }

  // ---- data

  /** MADV_FREE: until the next write here, zeroes will do as well. */
  mayBecomeZero(mm: number, page: number): void {
    this.ptes[mm][page].freed = 1;
  }

  /** The CPU reads or writes a frame that it reached through (mm, page). Returns what it read or wrote. */
  cpu(mm: number, page: number, frame: number, write: boolean, content: number): number {
    const folio = this.folios[frame];
    const pte = this.ptes[mm][page];
    const gone = folio.page !== page + 1;
    this.observe(See.LIVE, gone);
    this.checkPins(mm, page, frame);
    if (write) {
      const value = this.distinct(content, pte.expected);
      if (folio.page !== 0) folio.content = value;
      pte.expected = value;
      pte.freed = 0;
      return value;
    }
    const found = folio.content;
    if (gone) return found;
    if (pte.freed === 1 && found === ZEROES) {
      pte.expected = ZEROES;
      pte.freed = 0;
    }
    const wrong = found !== pte.expected;
    const foreign = wrong && this.expectedElsewhere(mm, page, found);
    if (this.shape.mms > 1) this.observe(See.PRIV, foreign);
    this.observe(See.DIRT, wrong && !foreign);
    return found;
  }

  /** Every pin taken through (mm, page) has to be on the frame that an access there reaches. */
  private checkPins(mm: number, page: number, frame: number): void {
    const { devices } = this.shape;
    for (let d = 0; d < devices.length; d++) {
      const pin = this.pins[d][page];
      if (pin.frame === 0 || pin.orphan === 1 || devices[d].mm !== mm) continue;
      this.observe(See.COH, pin.frame !== frame);
    }
  }

  /** A write in a loop alternates between two names, so that it never writes what is there already. */
  private distinct(content: number, present: number): number {
    return content === present ? content ^ 1 : content;
  }

  private expectedElsewhere(mm: number, page: number, content: number): boolean {
    for (let other = 0; other < this.ptes.length; other++) if (other !== mm && this.ptes[other][page].expected === content) return true;
    return false;
  }

  /** A device reads or writes through its pin. Returns what it read or wrote. */
  dma(device: number, page: number, write: boolean, content: number): number {
    const { mm } = this.shape.devices[device];
    const pin = this.pins[device][page];
    const pte = this.ptes[mm][page];
    const folio = this.folios[pin.frame];
    const gone = folio.page !== page + 1;
    this.observe(See.LIVE, gone);
    const reached = pin.orphan === 1 ? false : pte.ptl === 1 || this.reachedBy(mm, page) === pin.frame;
    if (pin.orphan === 0) this.observe(See.COH, !reached);
    if (!write) {
      if (reached && !gone) this.observe(See.DIRT, folio.content !== pte.expected);
      return folio.content;
    }
    const value = this.distinct(content, folio.content);
    if (folio.page !== 0) folio.content = value;
    if (reached) {
      pte.expected = value;
      pte.freed = 0;
    }
    return value;
  }

  /** The frame that a CPU access at (mm, page) would reach now, through the PTE or the swap cache; 0: another one, or none. */
  reachedBy(mm: number, page: number): number {
    const pte = this.ptes[mm][page];
    if (pte.frame !== 0) return pte.frame;
    return pte.swap === 0 ? 0 : this.slots[pte.swap].frame;
  }

  // ---- notifier clients

  /** The next device from `from` on that hears of changes in an mm; devices.length: no more. */
  nextClient(mm: number, from: number): number {
    const { devices } = this.shape;
    let d = from;
    while (d < devices.length && (devices[d].mm !== mm || devices[d].kind.client === Client.none)) d++;
    return d;
  }

  /** The reference count that a frame's owners add up to, when no thread is at work. */
  owners(frame: number): number {
    const folio = this.folios[frame];
    let sum = folio.swapcache + folio.lru_add_batch;
    for (const row of this.ptes) for (const pte of row) if (pte.frame === frame) sum++;
    for (const row of this.pins) for (const pin of row) if (pin.frame === frame) sum += pin.times * (pin.get === 1 ? 1 : this.shape.bias);
    return sum;
  }

  /** At a state from which nothing moves: nobody may be stuck, and where all ended the counts must add up. */
  rest(stuck: boolean): void {
    this.observe(See.deadlock, stuck);
    if (stuck) return;
    for (let n = 1; n <= this.shape.frames; n++)
      if (this.folios[n].page !== 0) this.observe(See.CNT, this.folios[n].ref !== this.owners(n));
  }
}
