// A prediction: what the model says a measured case comes to. One script, as the measurement is one: make the page, take the
// reference, do the operation, look, write by DMA, read, look, write, look, read by DMA. All outcomes the model allows are kept.
import { explore } from '../check/index.js';
import { type Composed, withOptions } from '../history/index.js';
import { type Item, Machine, type Of, record } from '../machine/index.js';
import {
  BACKINGS,
  Backing,
  cmp_and_merge_page,
  cpu_access,
  DEVICE_KINDS,
  dma,
  ERRNO,
  ERRNO_NAMES,
  Filesystem,
  initialContent,
  io_pin_pages,
  PROPERTIES,
  type Shape,
  unpin_user_page,
  World,
  ZERO_PAGE,
  ZEROES,
} from '../model/index.js';
import { BACKGROUND, CannotStart, prepareMemory, runAlone } from '../scenario/index.js';
import { KINDS, type Measured, MOVES, operationOn, PINS, REASONS } from './cases.js';
import { Child, childWords, FAMILY, FORKS, forking, lastRead, PAST } from './children.js';
import { FILES } from './files.js';
import { HUGETLB } from './hugetlb.js';
import { runs } from './item.js';
import { extentOf, neighbourOf, over, pagesOf, pagesShape, twinOf } from './large.js';

/** One outcome, in the table's words. */
export interface Outcome {
  readonly outcome: string;
  readonly op_rc: string;
  /** How often a client was told. */
  readonly notified: number;
  readonly dma2cpu: string;
  readonly cpu2dma: string;
  readonly same_after_touch: string;
  readonly same_after_write: string;
  /** What a child that was forked has and sees, in the words of the table's notes; empty: there is none. */
  readonly child: string;
  /** The frame was freed: whether it comes back is the allocator's choice. */
  readonly freed: boolean;
}

export type Prediction =
  | { readonly outcomes: readonly Outcome[]; readonly reason?: undefined }
  | { readonly outcomes?: undefined; readonly reason: string };

const FRAMES = 4;
/** Processes that stand for more than a thousand, each of which maps the page. */
const CROWD = 4;
const STATES_MAX = 20_000;
/** What the CPU and the device write, past all initial contents. */
export const CPU_WRITES = 4;
export const DMA_WRITES = 6;
export const CHILD_WRITES = 8;

/** What has been noted along the way. */
const Noted = record('Noted', {
  chosen: 1,
  pinned: 4,
  /** What was in the page when it was taken. */
  first: 6,
  held: 1,
  error: ERRNO,
  notified: 4,
  present: 1,
  swap: 1,
  gone: 1,
  guard: 1,
  same: 1,
  freed: 1,
  read: 6,
  noRead: 1,
  touched: 4,
  noWrite: 1,
  written: 4,
  dma: 6,
});
type Noted = Of<typeof Noted.fields>;

const PAGE = 0;
const MM = 0;
const DEVICE = 0;

/** Why a case is not modelled, if it is not. */
function notModelled(kind: string, pin: string, op: string): string | undefined {
  if (!(kind in KINDS)) return `pages of kind ${kind} are not modelled yet`;
  if (!(pin in PINS)) return `references of kind ${pin} are not modelled yet`;
  if (operationOn(kind, extentOf(kind, op).op) === undefined && !(op in FORKS))
    return REASONS[op] ?? `the operation ${op} is not modelled yet`;
  return undefined;
}

/** A case, ready to run: its machine stands at the start, and at an end `outcome` reads what it came to. */
export interface Prepared {
  readonly machine: Machine<World>;
  readonly world: World;
  readonly outcome: () => Outcome;
}

/** What was measured, in the table's words, and on what machine. */
export interface Case extends Measured {
  readonly kind: string;
  readonly pin: string;
  readonly op: string;
}

export function predict(target: Composed, what: Case): Prediction {
  const { prepared, reason } = prepare(target, what);
  if (prepared === undefined) return { reason };
  const found = new Map<string, Outcome>();
  const search = explore(prepared.machine, {
    observations: PROPERTIES.length,
    statesMax: STATES_MAX,
    rest: end => {
      if (end !== 'done') return;
      const outcome = prepared.outcome();
      found.set(JSON.stringify(outcome), outcome);
    },
  });
  if (search.bound !== undefined) return { reason: `more than ${STATES_MAX} states` };
  if (found.size === 0) return { reason: 'the model never comes to an end' };
  return { outcomes: [...found.values()] };
}

/** The machine of a case, or why it is not modelled. */
export function prepare(
  target: Composed,
  what: Case,
): { prepared: Prepared; reason?: undefined } | { prepared?: undefined; reason: string } {
  const { kind, pin: pinName, op } = what;
  const kernel = withOptions(target, { short: false, device: false, zones: false, numa: false, hugetlb: kind in HUGETLB, missing: false });
  const reason = notModelled(kind, pinName, op);
  if (reason !== undefined) return { reason };
  const pin = PINS[pinName];
  const forks = kind in PAST || op in FORKS;
  const world = new World(shape(pin?.times ?? 1, kind, op, forks));
  const noted = Noted.handle(world.u, world.layout.add(Noted, 'noted'));
  const child = Child.handle(world.u, world.layout.add(Child, 'child'));
  if (world.shape.forks) world.bear(MM);
  if (forks) for (let mm = 1; mm < world.shape.mms; mm++) for (const page of world.shape.pages.keys()) world.vma(mm, page).gone = 1;
  try {
    prepareMemory(world, kernel, memory(KINDS[kind], FILES[kind]?.crowded === true ? CROWD : 1), PAGE);
    const neighbour = neighbourOf(kind, op);
    if (neighbour > 0)
      runAlone(world, kernel, [runs('write', cpu_access, { page: neighbour, write: 1, content: initialContent(neighbour) })], kind);
    if (hasTwin(kind, op)) prepareMemory(world, kernel, memory('anon mergeable', 1), twinOf(kind, op));
    if (kind === 'ksm') runAlone(world, kernel, [runs('ksmd', cmp_and_merge_page, { page: PAGE, other: twinOf(kind, op) })], 'merging');
    if (FILES[kind]?.small === true) world.vma(MM, PAGE).split = 1;
    if (FILES[kind]?.readonly === true) world.vma(MM, PAGE).readonly = 1;
  } catch (error) {
    if (error instanceof CannotStart) return { reason: error.message };
    throw error;
  }
  world.preparing = false;
  if (forks && pin?.blocks === true && !world.fileBacked(PAGE)) world.anon_vma_prepare(MM, PAGE);
  const machine = new Machine(world, world.u, world.layout, kernel.links, [
    { name: 'script', items: script(what, world, noted, child) },
    ...BACKGROUND,
  ]);
  const outcome = (): Outcome => {
    const said = childWords(kind, op, child, noted.pinned, {
      cpu: CHILD_WRITES,
      dma: DMA_WRITES,
      parent: CPU_WRITES,
      parentRead: noted.read,
    });
    return { ...outcomeOf(noted, what), child: noted.error !== 0 && op in FORKS ? '' : said.join(';') };
  };
  return { prepared: { machine, world, outcome } };
}

function shape(times: number, kind: string, op: string, forks: boolean): Shape {
  const twin = hasTwin(kind, op);
  const pin = DEVICE_KINDS.find(({ name }) => name === 'uring');
  const mirror = DEVICE_KINDS.find(({ name }) => name === 'kvm');
  if (pin === undefined || mirror === undefined) throw new Error('the model has a pin holder and a notifier client');
  const pages = pagesShape(kind, op, twin);
  const of = <T>(each: (page: number) => T): T[] => pages.pages.map((_, page) => each(page));
  const mms = forks ? FAMILY : FILES[kind]?.crowded === true ? CROWD : 1;
  return {
    bias: FILES[kind]?.crowded === true ? CROWD : 1024,
    ...pages,
    ksm: twin,
    collapses: op === 'collapse',
    alike: of(page => (page === twinOf(kind, op) ? PAGE : page)),
    backing: of(page => (page === twinOf(kind, op) ? Backing.anon : Math.max(0, BACKINGS.indexOf(KINDS[kind].split(' ')[0])))),
    filesystem: of(() => Filesystem.ext4),
    mms,
    vmas: of(page => (page === twinOf(kind, op) ? 1 : (1 << mms) - 1)),
    cow: of(() => true),
    secret: of(page => kind === 'secretmem' && page === PAGE),
    cpus: Array.from({ length: mms }, (_, mm) => 1 << mm),
    frames: FRAMES * pagesOf(kind, op) + (forks ? 2 : 0),
    slots: FRAMES,
    devices: [
      { name: 'device', kind: pin, mm: MM },
      { name: 'client', kind: mirror, mm: MM },
    ],
    stableWrites: false,
    swapMayFill: false,
    forks,
    countNotified: true,
    // A split replaces entries by migration entries.
    migrates: MOVES.includes(op) || pagesOf(kind, op) > 1,
    zeroPage: true,
    memoryFailure: op === 'soft_offline',
    deviceMemory: false,
    zones: false,
    uffdWp: op === 'uffd_wp',
    refMax: 1024 * 2 + times + 16,
  };
}

const NOWHERE = { line: 1, col: 1, endCol: 1 };

const hasTwin = (kind: string, op: string): boolean => kind === 'ksm' || op === 'mergeable';

/** `file private clean`, in so many processes. */
function memory(words: string, processes: number): Parameters<typeof prepareMemory>[2] {
  const [kind, ...rest] = words.split(' ');
  const sharing = rest[0] === 'private' || rest[0] === 'shared' ? rest[0] : undefined;
  const large = rest.includes('thp') || rest.includes('order');
  const state = large ? rest.find(word => word === 'clean') : rest[sharing === undefined ? 0 : 1];
  const placed = <T>(value: T) => ({ value, at: NOWHERE });
  return {
    name: 'A',
    kind: placed(kind),
    processes: Array.from({ length: processes }, (_, mm) => placed(`mm${mm}`)),
    sharing: sharing && placed(sharing),
    state: state === undefined ? undefined : placed(state as 'swapcache'),
    order: rest.includes('order') ? placed(Number(rest.at(-1))) : undefined,
    zone: undefined,
    thp: rest.includes('thp') ? placed('thp') : undefined,
    pteMapped: rest.includes('pte-mapped') ? placed('pte-mapped') : undefined,
    at: NOWHERE,
  };
}

/** The measurement, step by step; nothing goes on until I/O and batches have settled. */
function script(what: Case, world: World, noted: Noted, child: Of<typeof Child.fields>): Item<World>[] {
  const { kind, pin: pinName, op } = what;
  const pin = PINS[pinName];
  const note = (title: string, act: () => void): Item<World> => ({ kind: 'do', title, act });
  const settle: Item<World> = {
    kind: 'until',
    title: 'settle',
    ready: () => world.folios.every(folio => folio.writeback === 0 && folio.lru_add_batch === 0),
  };
  /** madvise() and its like drain the batch of their CPU, and wait for no I/O. */
  const drained: Item<World> = { kind: 'until', title: 'drained', ready: () => world.folios.every(folio => folio.lru_add_batch === 0) };
  const pte = world.pte(MM, PAGE);
  const vma = world.vma(MM, PAGE);
  const held = world.pin(DEVICE, PAGE);
  const shown = (): number => world.mapped(MM, PAGE);
  const free = (frame: number): boolean => frame !== ZERO_PAGE && world.page(frame).page === 0;
  const take =
    pin === undefined
      ? []
      : [
          runs('pin', pinName === 'uring_fixed' && world.tracksDirty(PAGE) ? io_pin_pages : pin.path, {
            device: DEVICE,
            mm: MM,
            page: PAGE,
            write: pin.forWriting,
            get: pin.get,
            longterm: pin.longterm,
            times: pin.times,
          }),
        ];
  const answer = (error: number): void => {
    noted.error = error;
  };
  const extent = extentOf(kind, op);
  const place = { ...what, world, twin: twinOf(kind, op), chosen: () => noted.chosen };
  const items = op in FORKS ? forking(op, world, child, CHILD_WRITES, answer) : (operationOn(kind, extent.op)?.(answer, place) ?? []);
  const doing = items.map(item => over(item, extent));
  // A row does not say whether another page has given the mapping of a zero page an anon_vma, without which fork copies nothing of it.
  const mapping = note('the rest of the mapping', () => {
    if (world.choose(2) === 1) world.vma(MM, PAGE).anon_vma |= 1 << MM;
  });
  const addresses = note('the addresses', () => {
    noted.chosen = world.choose(2);
  });
  return [
    settle,
    ...(kind === 'zeropage' && op in FORKS ? [mapping] : []),
    ...(op === 'mergeable' ? [addresses] : []),
    ...(PAST[kind] ?? []).flatMap(item => [item, settle]),
    ...take,
    settle,
    note('the frame that was taken', () => {
      noted.held = held.frame === 0 ? 0 : 1;
      noted.pinned = held.frame === 0 ? world.reachedBy(MM, PAGE) : held.frame;
      noted.first = held.frame === 0 ? 0 : world.page(held.frame).content;
      pte.notified = 0;
    }),
    ...doing.flatMap(item => [item, drained]),
    settle,
    note('right after', () => {
      noted.notified = pte.notified;
      noted.present = shown() === 0 ? 0 : 1;
      noted.swap = pte.swap === 0 ? 0 : 1;
      noted.gone = vma.gone;
      noted.guard = vma.guard;
      noted.same = shown() !== 0 && shown() === noted.pinned ? 1 : 0;
      noted.freed = noted.pinned === 0 || free(noted.pinned) ? 1 : 0;
    }),
    ...(pin?.writes === true ? [runs('dma write', dma, { device: DEVICE, page: PAGE, write: 1, content: DMA_WRITES })] : []),
    ...(pin?.writes === true && pin.ends ? [runs('unpin', unpin_user_page, { device: DEVICE, page: PAGE, make_dirty: 1 })] : []),
    note('after the transfer', () => {
      if (noted.pinned !== 0 && free(noted.pinned)) noted.freed = 1;
    }),
    runs('read', cpu_access, {}, (_k, me: { content: number; segv: number }) => {
      noted.read = me.content;
      noted.noRead = me.segv;
    }),
    settle,
    note('after the read', () => {
      noted.touched = shown();
    }),
    runs('write', cpu_access, { write: 1, content: CPU_WRITES }, (_k, me: { segv: number }) => {
      noted.noWrite = me.segv;
    }),
    settle,
    note('after the write', () => {
      noted.written = shown();
    }),
    ...(pin?.reads === true
      ? [
          runs('dma read', dma, { device: DEVICE, page: PAGE }, (_k, me: { content: number }) => {
            noted.dma = me.content;
          }),
        ]
      : []),
    ...lastRead(kind, op, world, child),
  ];
}

/** Of uffd_wp the device's write comes while the page is protected; where it cannot be, none is made. */
function outcomeOf(noted: Noted, { pin: pinName, kind, op }: Pick<Case, 'kind' | 'pin' | 'op'>): Omit<Outcome, 'child'> {
  const pin = PINS[pinName];
  const segv = noted.noRead === 1;
  const same = (frame: number): string => {
    if (noted.gone === 1) return 'unmapped';
    return frame === 0 ? '-' : frame === noted.pinned ? 'same' : 'other';
  };
  return {
    outcome: wordFor(noted, pin !== undefined),
    op_rc: ERRNO_NAMES[noted.error],
    notified: noted.notified,
    dma2cpu:
      pin?.writes !== true || noted.held === 0 || (op === 'uffd_wp' && noted.error !== 0)
        ? '-'
        : noted.gone === 1
          ? 'unmapped'
          : segv
            ? 'no-access'
            : contentWord(noted.read, DMA_WRITES, kind),
    cpu2dma: pin?.reads !== true || noted.held === 0 ? '-' : readByDevice(noted),
    same_after_touch: same(noted.touched),
    same_after_write: same(noted.written),
    freed: noted.freed === 1,
  };
}

/** The device reads another byte than it has written: it finds what the process wrote, or what was there when it took the page. */
function readByDevice({ dma: found, first, noWrite }: Noted): string {
  if (noWrite === 1) return first === ZEROES ? 'reads-zero' : 'reads-init';
  if ((found | 1) === (CPU_WRITES | 1)) return 'coherent';
  return first === ZEROES ? 'zero' : 'stale(init)';
}

function wordFor(noted: Noted, wanted: boolean): string {
  if (wanted && noted.held === 0) return 'pin-refused';
  if (noted.gone === 1) return 'unmapped';
  if (noted.present === 1) return noted.same === 1 ? 'kept' : 'replaced';
  const where = noted.swap === 1 || noted.guard === 1 ? 'swap-entry' : 'not-present';
  if (noted.noRead === 1) return `${where},${noted.freed === 1 ? 'frame-freed' : 'no-refault'}`;
  if (noted.freed === 1) return `${where},frame-freed`;
  return `${where},${noted.touched === noted.pinned ? 'refault-same' : 'refault-other'}`;
}

function contentWord(content: number, written: number, kind: string): string {
  if ((content | 1) === (written | 1)) return 'coherent';
  if (content === ZEROES) return 'lost(zero)';
  if (kind in FILES) return 'lost(old data)';
  return content === initialContent(PAGE) ? 'stale(init)' : 'stale(other)';
}
