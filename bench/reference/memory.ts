// The memory that all actors share: frames, pages, PTEs, devices, and what each attempt to take a frame has seen.
// A frame's `own` and `lock` guard the rest of it as in Linux: page lock for state, the PTE itself for mapping, ref by anybody.
import { Layout, type Of, record, Shared, world } from '../../src/machine/index.js';
import type { Config } from './config.js';

/** GUP_PIN_COUNTING_BIAS: what one pin adds to a reference count. */
export const BIAS = 1024;

/** own: 0 free, a page's number, or pages + 1 for a frame reserved by the migrator. stale: content is newer than swap (ghost). */
export const Frame = record('Frame', { own: 3, lock: 1, dirty: 1, stale: 1, ref: 16 });
/** swapcache: the frame that the swap cache has for this page, or 0. */
export const Page = record('Page', { swapcache: 3 });
/** frame: 0 not present, a frame, or frames + 1 for a migration entry. */
export const Pte = record('Pte', { frame: 3, dirty: 1 });
/** What a device looked up, and whether it holds a completed pin on it. */
export const Device = record('Device', { page: 3, frame: 3, pinned: 1 });
/** The devices that held a pin when the frame was locked and have kept it since, as a set (ghost). */
export const Attempt = record('Attempt', { pinners: 8 });

/** The invariants, as bits of observation; VIOLATED is any of those that are judged, so that a search can stop at the first. */
export const I1 = 0;
export const I2 = 1;
export const I3 = 2;
export const I4 = 3;
export const I5 = 4;
export const VIOLATED = 5;
export const INVARIANTS: readonly string[] = ['I1', 'I2', 'I3', 'I4', 'I5'];

const bitsFor = (value: number): number => 32 - Math.clz32(value);
/** Words enough for the greatest configuration, threads included. */
const WORDS_MAX = 256;

export class Memory extends Shared {
  readonly layout = new Layout();
  readonly u = new Int32Array(WORDS_MAX);
  /** Numbered from 1; 0 means none, as in the fields that refer to them. */
  readonly frames: Of<typeof Frame.fields>[] = [];
  readonly pages: Of<typeof Page.fields>[] = [];
  readonly devices: Of<typeof Device.fields>[] = [];
  readonly attempts: Of<typeof Attempt.fields>[] = [];
  private readonly ptes: Of<typeof Pte.fields>[] = [];
  readonly reserved: number;
  readonly migrating: number;

  /** `judged` has the bits of the invariants that count as violations; the others are observed all the same. */
  constructor(
    readonly config: Config,
    private readonly judged: number,
  ) {
    super();
    const { pages, mappings, devices, reclaimers, migrators, frames } = config;
    this.reserved = pages + 1;
    this.migrating = frames + 1;
    const refMax = devices * BIAS + BIAS - 1;
    const place = { own: bitsFor(this.reserved), ref: bitsFor(refMax) };
    for (let f = 1; f <= frames; f++) this.frames[f] = Frame.handle(this.u, this.layout.add(Frame, `frame${f}`, place));
    const cache = { swapcache: bitsFor(frames) };
    for (let p = 1; p <= pages; p++) this.pages[p] = Page.handle(this.u, this.layout.add(Page, `page${p}`, cache));
    const entry = { frame: bitsFor(this.migrating) };
    for (let m = 0; m < mappings; m++)
      for (let p = 1; p <= pages; p++) this.ptes[m * this.reserved + p] = Pte.handle(this.u, this.layout.add(Pte, `pte${p}@mm${m}`, entry));
    const looked = { page: bitsFor(pages), frame: bitsFor(frames) };
    for (let d = 0; d < devices; d++) this.devices[d] = Device.handle(this.u, this.layout.add(Device, `device${d}`, looked));
    const set = { pinners: devices };
    for (let a = 0; a < reclaimers + migrators; a++)
      this.attempts[a] = Attempt.handle(this.u, this.layout.add(Attempt, `attempt${a}`, set));
  }

  pte(mapping: number, page: number): Of<typeof Pte.fields> {
    return this.ptes[mapping * this.reserved + page];
  }

  /** A frame that holds a page and that nobody has locked. */
  lockable(frame: Of<typeof Frame.fields>): boolean {
    return frame.lock === 0 && frame.own !== 0 && frame.own !== this.reserved;
  }

  /** The lowest free frame, so that allocation is no choice; 0 if all are taken. */
  lowestFree(): number {
    const { frames } = this.config;
    for (let f = 1; f <= frames; f++) if (this.frames[f].own === 0) return f;
    return 0;
  }

  /** The first mapping from `from` on whose PTE of the page is `entry`; -1 if none is. */
  findMapping(from: number, page: number, entry: number): number {
    const { mappings } = this.config;
    for (let m = from; m < mappings; m++) if (this.pte(m, page).frame === entry) return m;
    return -1;
  }

  /** The devices that hold a completed pin on a frame. */
  pinners(frame: number): number {
    const { devices } = this;
    let set = 0;
    for (let d = 0; d < devices.length; d++) if (devices[d].pinned !== 0 && devices[d].frame === frame) set |= 1 << d;
    return set;
  }

  /** A device has given its pin up: no attempt can disturb it for nothing any more. */
  forget(device: number): void {
    const { attempts } = this;
    for (let a = 0; a < attempts.length; a++) attempts[a].pinners &= ~(1 << device);
  }

  maybeDmaPinned(frame: Of<typeof Frame.fields>): boolean {
    return frame.ref >= BIAS;
  }

  /**
   * Drops `n` references. A count that would go below zero, which takes a mutant, stays at zero as refcount_t does.
   * True when none is left.
   */
  put(frame: Of<typeof Frame.fields>, n: number): boolean {
    const left = frame.ref - n;
    frame.ref = left > 0 ? left : 0;
    return left <= 0;
  }

  /** Drops a pin. Whoever drops the last reference of an unlocked frame frees it; a locked one has a holder unless a mutant lost it. */
  unpin(frame: Of<typeof Frame.fields>): void {
    this.check(I4, frame.ref >= BIAS);
    if (!this.put(frame, BIAS) || frame.lock !== 0) return;
    frame.own = 0;
    frame.dirty = 0;
    frame.stale = 0;
  }

  /** A DMA write through the pin: what swap has of the page is old now. */
  writeByDma(device: Of<typeof Device.fields>): void {
    const frame = this.frames[device.frame];
    this.check(I1, frame.own === device.page);
    frame.stale = 1;
  }

  /** mmu_notifier_invalidate_range_start(): i915 complains when a pin of its own, held all along, is about to lose its mapping. */
  notifierStart(attempt: number): void {
    this.check(I3, this.attempts[attempt].pinners === 0);
  }

  check(invariant: number, holds: boolean): void {
    this.observe(invariant, !holds);
    if (!holds && ((this.judged >>> invariant) & 1) === 1) this.observe(VIOLATED, true);
  }
}

export const path = world<Memory>();
