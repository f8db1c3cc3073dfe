// The records of one scenario's state, placed once: frames, page tables, swap slots, devices and their pins.
import { Layout, type Of, type RecordType, Shared } from '../machine/index.js';
import { Device, Pin } from './device.js';
import { Folio, ZERO_PAGE } from './folio.js';
import { Mm } from './mm.js';
import { Backing, Cached, Filesystem } from './pagecache.js';
import { Pte } from './pte.js';
import type { Shape } from './shape.js';
import { Slot } from './swap.js';
import { Vma } from './vma.js';

/** Content 0 is zeroes; content 1 + p is what page p held at first; what follows names writes. */
export const ZEROES = 0;
export const initialContent = (page: number): number => 1 + page;
/** What a file holds behind a page that its process has copied and written already. */
export const fileContent = (page: number, pages: number): number => 1 + pages + page;
export const NOTIFIED_MAX = 15;

const WORDS_MAX = 1024;

/** Fields that need no room in a state where what they are for cannot happen. */
const unless = (happens: boolean, ...fields: string[]): Record<string, number> =>
  happens ? {} : Object.fromEntries(fields.map(field => [field, 0]));

/** The records. What their changes mean stands in the classes above this one: Frames, Translations, World. */
export class State extends Shared {
  readonly u = new Int32Array(WORDS_MAX);
  readonly layout = new Layout();
  /** By frame number; the zero page stands at its own. */
  readonly folios: Of<typeof Folio.fields>[];
  /** The zero page's record; its count is kept where somebody can refer to it. */
  readonly zero: Of<typeof Folio.fields>;
  readonly slots: readonly Of<typeof Slot.fields>[];
  readonly devices: readonly Of<typeof Device.fields>[];
  protected readonly mms: readonly Of<typeof Mm.fields>[];
  /** The page cache, where a page has one. */
  private readonly caches: Of<typeof Cached.fields>[];
  protected readonly vmas: readonly Of<typeof Vma.fields>[][];
  protected readonly ptes: readonly Of<typeof Pte.fields>[][];
  protected readonly pins: readonly Of<typeof Pin.fields>[][];
  /** Names of contents from here on are those of writes. */
  readonly firstWrite: number;
  /** Nobody has fired yet: choices take their first alternative. */
  preparing = true;

  constructor(readonly shape: Shape) {
    super();
    const { pages, devices, backing } = shape;
    const bitsFor = (max: number): number => 32 - Math.clz32(max);
    // What only large folios need takes no room in a state without one, nor what only files do, nor migration where nobody migrates, nor
    // memory that never fails.
    const large = shape.count.some(count => count > 1);
    const filed = backing.some(kind => kind !== Backing.anon);
    const hugetlb = backing.includes(Backing.hugetlb);
    const folio: Record<string, number> = {
      ...(large ? {} : { tail: 0, order: 0, entire_mapcount: 0, page: bitsFor(pages.length) }),
      ...(large || hugetlb ? { pincount: bitsFor(shape.refMax) } : { counts_pins: 0, pincount: 0 }),
      ...unless(filed, 'file', 'mapping', 'private', 'bounced'),
      ...unless(shape.memoryFailure, 'hwpoison', 'hwpoison_ref', 'not_uptodate'),
      ...unless(shape.deviceMemory, 'device_private'),
      ...unless(shape.zones, 'zone'),
      ...unless(shape.ksm === true, 'ksm'),
      ...unless(hugetlb, 'huge_active'),
    };
    const pte: Record<string, number> = {
      ...unless(shape.huge.includes(true), 'pmd'),
      ...unless(shape.collapses === true, 'withdrawn', 'withdrawn_write', 'withdrawn_dirty'),
      ...unless(shape.migrates && shape.huge.includes(true), 'migration_pmd'),
      ...unless(shape.migrates, 'migration', 'migration_write', 'migration_exclusive', 'migration_dirty', 'migration_was_write'),
      ...unless(filed, 'own'),
      ...unless(shape.uffdWp === true, 'uffd_wp'),
      ...unless(shape.softDirty === true, 'soft_dirty_wp'),
      ...unless(shape.memoryFailure, 'hwpoison'),
      ...unless(shape.deviceMemory, 'device_private', 'device_private_write'),
    };
    this.firstWrite = 1 + pages.length * (filed ? 2 : 1);
    this.folios = this.numbered(shape.frames, n => this.place(Folio, `frame ${n}`, { ref: bitsFor(shape.refMax), ...folio }));
    const nothing = Object.fromEntries(Object.keys(Folio.fields).map(field => [field, 0]));
    this.zero = this.place(Folio, 'the zero page', shape.zeroPage ? { ref: bitsFor(shape.refMax), ...folio } : nothing);
    this.folios[ZERO_PAGE] = this.zero;
    if (shape.zeroPage) this.zero.ref = 1;
    this.slots = this.numbered(shape.slots, n => this.place(Slot, `slot ${n}`));
    this.ptes = Array.from({ length: shape.mms }, (_, mm) => pages.map(page => this.place(Pte, `pte(${page}@mm${mm})`, pte)));
    // Nor is there room for what only fork and exit need where nobody forks or exits.
    const mmFields = { ...unless(shape.forks, 'write_protect_seq', 'users'), ...unless(shape.memoryFailure, 'signal') };
    const vmaFields = {
      ...unless(shape.forks, 'dontfork', 'wipeonfork', 'anon_vma'),
      ...unless(filed, 'shared'),
      ...unless(shape.uffdMissing === true, 'uffd_missing'),
      ...unless(hugetlb, 'resv_owner', 'resv_unmapped'),
    };
    this.mms = Array.from({ length: shape.mms }, (_, mm) => this.place(Mm, `mm${mm}`, mmFields));
    this.vmas = Array.from({ length: shape.mms }, (_, mm) => pages.map(page => this.place(Vma, `vma(${page}@mm${mm})`, vmaFields)));
    this.caches = [];
    pages.forEach((page, n) => {
      const kind = shape.filesystem?.[n] ?? Filesystem.ext2;
      const cow = kind >= Filesystem.xfs;
      const journal = kind === Filesystem.ext4_journal;
      const huge = backing[n] === Backing.hugetlb;
      if (backing[n] !== Backing.anon)
        this.caches[n] = this.place(Cached, `cache(${page})`, {
          ...unless(cow, 'reserved', 'shares'),
          ...unless(journal, 'jbddirty', 'checked'),
          ...unless(huge, 'fault_mutex'),
        });
    });
    this.devices = devices.map(({ name }) => this.place(Device, name, { mirrored: pages.length }));
    this.pins = devices.map(({ name }) => pages.map(page => this.place(Pin, `${name}'s pin of ${page}`, { times: bitsFor(shape.refMax) })));
  }

  private place<F extends Readonly<Record<string, number>>>(
    type: RecordType<F>,
    name: string,
    narrowed: Record<string, number> = {},
  ): Of<F> {
    return type.handle(this.u, this.layout.add(type as unknown as RecordType, name, narrowed));
  }
  /** An array without element 0: frames and slots are numbered from 1, and a step that reaches for number 0 is a fault of the model. */
  private numbered<T>(count: number, make: (n: number) => T): T[] {
    const made: T[] = [];
    for (let n = 1; n <= count; n++) made[n] = make(n);
    return made;
  }

  /** page_folio(): the record of the folio that a frame belongs to. */
  folio(frame: number): Of<typeof Folio.fields> {
    return this.folios[this.head(frame)];
  }
  /** compound_head(). */
  head(frame: number): number {
    return frame - this.folios[frame].tail;
  }
  /** The last frame of the folio that begins at a frame. */
  lastOf(head: number): number {
    return head + (1 << this.folios[head].order) - 1;
  }
  /** struct page: a frame's own record. */
  page(frame: number): Of<typeof Folio.fields> {
    return this.folios[frame];
  }
  pte(mm: number, page: number): Of<typeof Pte.fields> {
    return this.ptes[mm][page];
  }
  vma(mm: number, page: number): Of<typeof Vma.fields> {
    return this.vmas[mm][page];
  }
  /** The page cache of a page that a file stands behind. */
  cached(page: number): Of<typeof Cached.fields> {
    return this.caches[page];
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
}
