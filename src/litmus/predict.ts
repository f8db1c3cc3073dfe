// A prediction: what the model says a measured case comes to. One script, as the measurement is one: make the page, take the
// reference, do the operation, look, write by DMA, read, look, write, look, read by DMA. All outcomes the model allows are kept.
import { explore } from '../check/index.js';
import type { Composed } from '../history/index.js';
import { type Item, Machine, type Of, record } from '../machine/index.js';
import {
  Backing,
  cpu_access,
  DEVICE_KINDS,
  dma,
  ERRNO,
  ERRNO_NAMES,
  initialContent,
  PROPERTIES,
  type Shape,
  unpin_user_page,
  World,
  ZERO_PAGE,
  ZEROES,
} from '../model/index.js';
import { BACKGROUND, CannotStart, prepareMemory } from '../scenario/index.js';
import { KINDS, type Measured, MOVES, OPS, PINS, REASONS } from './cases.js';
import { Child, childWords, FAMILY, FORKS, forking, lastRead, PAST } from './children.js';
import { runs } from './item.js';

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
const STATES_MAX = 20_000;
/** What the CPU and the device write, past all initial contents. */
const CPU_WRITES = 2;
const DMA_WRITES = 4;
const CHILD_WRITES = 6;

/** What has been noted along the way. */
const Noted = record('Noted', {
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
  if (!(op in OPS) && !(op in FORKS)) return REASONS[op] ?? `the operation ${op} is not modelled yet`;
  return undefined;
}

export function predict(kernel: Composed, kind: string, pinName: string, op: string, on: Measured): Prediction {
  const reason = notModelled(kind, pinName, op);
  if (reason !== undefined) return { reason };
  const pin = PINS[pinName];
  const forks = kind in PAST || op in FORKS;
  const world = new World(shape(pin?.times ?? 1, kind, op, forks));
  const noted = Noted.handle(world.u, world.layout.add(Noted, 'noted'));
  const child = Child.handle(world.u, world.layout.add(Child, 'child'));
  if (world.shape.forks) world.bear(MM);
  for (let mm = 1; mm < world.shape.mms; mm++) world.vma(mm, PAGE).gone = 1;
  try {
    prepareMemory(world, kernel, memory(KINDS[kind]), PAGE);
  } catch (error) {
    if (error instanceof CannotStart) return { reason: error.message };
    throw error;
  }
  world.preparing = false;
  if (forks && pin?.blocks === true) world.anon_vma_prepare(MM, PAGE);
  const machine = new Machine(world, world.u, world.layout, kernel.links, [
    { name: 'script', items: script({ kind, pin: pinName, op, ...on }, world, noted, child) },
    ...BACKGROUND,
  ]);
  const found = new Map<string, Outcome>();
  const search = explore(machine, {
    observations: PROPERTIES.length,
    statesMax: STATES_MAX,
    rest: end => {
      if (end !== 'done') return;
      const words = childWords(kind, op, child, noted.pinned, { cpu: CHILD_WRITES, dma: DMA_WRITES });
      const outcome = { ...outcomeOf(noted, pinName), child: words.join(';') };
      found.set(JSON.stringify(outcome), outcome);
    },
  });
  if (search.bound !== undefined) return { reason: `more than ${STATES_MAX} states` };
  if (found.size === 0) return { reason: 'the model never comes to an end' };
  return { outcomes: [...found.values()] };
}

function shape(times: number, kind: string, op: string, forks: boolean): Shape {
  const pin = DEVICE_KINDS.find(({ name }) => name === 'uring');
  const mirror = DEVICE_KINDS.find(({ name }) => name === 'kvm');
  if (pin === undefined || mirror === undefined) throw new Error('the model has a pin holder and a notifier client');
  return {
    bias: 1024,
    pages: ['A'],
    first: [0],
    count: [1],
    huge: [false],
    backing: [Backing.anon],
    mms: forks ? FAMILY : 1,
    vmas: [(1 << (forks ? FAMILY : 1)) - 1],
    cow: [true],
    secret: [kind === 'secretmem'],
    cpus: Array.from({ length: forks ? FAMILY : 1 }, (_, mm) => 1 << mm),
    frames: FRAMES + (forks ? 2 : 0),
    slots: FRAMES,
    devices: [
      { name: 'device', kind: pin, mm: MM },
      { name: 'client', kind: mirror, mm: MM },
    ],
    stableWrites: false,
    stablePages: false,
    swapMayFill: false,
    forks,
    countNotified: true,
    migrates: MOVES.includes(op),
    zeroPage: true,
    memoryFailure: op === 'soft_offline',
    deviceMemory: false,
    zones: false,
    refMax: 1024 * 2 + times + 16,
  };
}

const NOWHERE = { line: 1, col: 1, endCol: 1 };

function memory(words: string): Parameters<typeof prepareMemory>[2] {
  const [kind, state] = words.split(' ');
  const placed = <T>(value: T) => ({ value, at: NOWHERE });
  return {
    name: 'A',
    kind: placed(kind),
    processes: [placed('mm0')],
    sharing: undefined,
    state: state === undefined ? undefined : placed(state as 'swapcache'),
    order: undefined,
    zone: undefined,
    thp: undefined,
    pteMapped: undefined,
    at: NOWHERE,
  };
}

interface Case extends Measured {
  readonly kind: string;
  readonly pin: string;
  readonly op: string;
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
  const pte = world.pte(MM, PAGE);
  const vma = world.vma(MM, PAGE);
  const held = world.pin(DEVICE, PAGE);
  const shown = (): number => world.mapped(MM, PAGE);
  const free = (frame: number): boolean => frame !== ZERO_PAGE && world.page(frame).page === 0;
  const take =
    pin === undefined
      ? []
      : [runs('pin', pin.path, { device: DEVICE, mm: MM, page: PAGE, write: pin.forWriting, get: pin.get, times: pin.times })];
  const answer = (error: number): void => {
    noted.error = error;
  };
  const doing = op in FORKS ? forking(op, world, child, CHILD_WRITES) : OPS[op](answer, { ...what, world });
  return [
    settle,
    ...(PAST[kind] ?? []).flatMap(item => [item, settle]),
    ...take,
    settle,
    note('the frame that was taken', () => {
      noted.held = held.frame === 0 ? 0 : 1;
      noted.pinned = held.frame === 0 ? world.reachedBy(MM, PAGE) : held.frame;
      noted.first = held.frame === 0 ? 0 : world.page(held.frame).content;
      pte.notified = 0;
    }),
    ...doing.flatMap(item => [item, settle]),
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

function outcomeOf(noted: Noted, pinName: string): Omit<Outcome, 'child'> {
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
      pin?.writes !== true || noted.held === 0
        ? '-'
        : noted.gone === 1
          ? 'unmapped'
          : segv
            ? 'no-access'
            : contentWord(noted.read, DMA_WRITES),
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

function contentWord(content: number, written: number): string {
  if ((content | 1) === (written | 1)) return 'coherent';
  if (content === ZEROES) return 'lost(zero)';
  return content === initialContent(PAGE) ? 'stale(init)' : 'stale(other)';
}
