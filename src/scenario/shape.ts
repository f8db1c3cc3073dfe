// The shape of a scenario: how many frames, slots, mms and devices its state has, and how far its counts can go.
import type { Composed } from '../history/index.js';
import { BACKINGS, DEVICE_KINDS, type DeviceSpec, FILESYSTEMS, Filesystem, type Shape } from '../model/index.js';
import { alikeOf, layOut, namesOf } from './pages.js';
import type { Memory, Op, ScenarioFile } from './syntax.js';
import { MOVERS } from './vocabulary.js';

/** GUP_PIN_COUNTING_BIAS (include/linux/mm.h). */
const BIAS = 1024;
const FRAMES_MAX = 14;
const SLOTS_MAX = 15;
const PAGES_MAX = 8;
const MMS_MAX = 4;
const DEVICES_MAX = 4;
const CPUS_MAX = 6;
/** What a mapping remembers for a fork, whether one comes or not. */
const FORK_ADVICE = ['dontfork', 'dofork', 'wipeonfork'];

/** Something in a scenario is larger than the model has room for. */
export class TooLarge extends Error {}

export const processIndex = (name: string): number => Number(name.slice(2));

/** A fork, by whom and of whom. */
export interface Birth {
  readonly parent: number;
  readonly child: number;
}

/** Every fork of a file, in the order of the text. */
export function birthsOf(file: ScenarioFile): Birth[] {
  const births: Birth[] = [];
  const collect = (parent: number, ops: readonly Op[]): void => {
    for (const op of flat(ops))
      if (op.kind === 'verb' && op.process !== undefined) births.push({ parent, child: processIndex(op.process.value) });
  };
  collect(0, file.setup);
  for (const thread of file.threads) collect(processOf(thread), thread.ops);
  return births;
}

/** The processes that have each page, a bit each: those that the file names, and all that are forked from them. */
function mappedIn(file: ScenarioFile, births: readonly Birth[]): number[] {
  return file.memory.map(({ processes }) => {
    let mms = processes.reduce((bits, { value }) => bits | (1 << processIndex(value)), 0);
    for (const _ of births) for (const { parent, child } of births) if ((mms >>> parent) & 1) mms |= 1 << child;
    return mms;
  });
}

/** Operations without their loops and choices. */
function flat(ops: readonly Op[]): Op[] {
  return ops.flatMap(op => (op.kind === 'loop' ? flat(op.body) : op.kind === 'either' ? op.ways.flatMap(flat) : [op]));
}

export function shapeOf(file: ScenarioFile, kernel: Composed, countNotified: boolean): Shape {
  const processes = [...file.memory.flatMap(memory => memory.processes), ...file.devices.flatMap(({ watches }) => watches ?? [])];
  const births = birthsOf(file);
  const named = [...processes.map(({ value }) => processIndex(value)), ...file.threads.map(processOf)];
  const mms = 1 + Math.max(0, ...named, ...births.map(({ child }) => child));
  const ranges = layOut(file);
  /** Something of each memory entry, once for each of its pages. */
  const eachPage = <T>(of: (range: (typeof ranges)[number], n: number) => T): T[] =>
    ranges.flatMap((range, n) => Array.from({ length: range.count }, () => of(range, n)));
  const mapped = mappedIn(file, births);
  const vmas = eachPage((_, n) => mapped[n]);
  const forks =
    births.length > 0 ||
    FORK_ADVICE.some(verb => verbs(file).includes(verb)) ||
    file.threads.some(({ actor, ops }) => actor.kind === 'task' && flat(ops).some(({ kind }) => kind === 'exit'));
  const devices = file.devices.map((device): DeviceSpec => {
    const written = device.version === undefined ? device.kind.value : `${device.kind.value}@${device.version.value}`;
    const name = kernel.deviceAlias.get(written) ?? written;
    const kind = DEVICE_KINDS.find(known => known.name === name);
    if (kind === undefined) throw new Error(`the vocabulary has a device kind "${name}" that the model lacks`);
    return {
      name: device.name,
      kind,
      mm: device.watches === undefined ? deviceProcess(file, device.name) : processIndex(device.watches.value),
    };
  });
  atMost('pages', vmas.length, PAGES_MAX);
  atMost('processes', mms, MMS_MAX);
  atMost('devices', devices.length, DEVICES_MAX);
  atMost('threads in user space', userThreads(file).length, CPUS_MAX);
  const mappings = vmas.reduce((sum, bits) => sum + bitsIn(bits), 0);
  const bias = file.bias?.value ?? BIAS;
  const getsPin = kernel.proposals.some(({ id }) => id === 'all-pin');
  const taken = [file.setup, ...file.threads.map(({ ops }) => ops)].reduce((sum, ops) => sum + references(ops, bias, getsPin), 0);
  // One frame for each page, one for each copy that a process or a thread in a fault may make, one more beside an orphan, and one for
  // each thread that moves pages to others.
  const faulting = file.threads.filter(({ actor }) => actor.kind !== 'kthread').length;
  const movers = [file.setup, ...file.threads.map(({ ops }) => ops)].filter(moves).length;
  // A collapse makes a huge page beside the pages that it is made of.
  const collapsers = [file.setup, ...file.threads.map(({ ops }) => ops)].filter(ops => hasVerb(ops, 'collapse')).length;
  const largest = ranges.reduce((most, { count }) => Math.max(most, count), 1);
  const room = vmas.length + Math.max(mappings, faulting) + 1 + movers + collapsers * largest;
  return {
    bias,
    pages: file.memory.flatMap(namesOf),
    first: eachPage(({ first }) => first),
    count: eachPage(({ count }) => count),
    huge: eachPage(({ memory }) => memory.thp !== undefined),
    backing: eachPage(({ memory }) => Math.max(0, BACKINGS.indexOf(memory.kind.value))),
    filesystem: eachPage(({ memory }) => filesystemOf(memory)),
    stablePages: eachPage(({ memory }) => memory.checksums !== undefined || filesystemOf(memory) === Filesystem.btrfs),
    mixedmap: eachPage(({ memory }) => memory.mixedmap !== undefined),
    mms,
    vmas,
    collapses: collapsers > 0,
    ksm: file.memory.some(({ state }) => state?.value === 'mergeable'),
    alike: alikeOf(file),
    secret: eachPage(({ memory }) => memory.kind.value === 'secretmem'),
    cow: eachPage(({ memory }) => memory.kind.value !== 'devzero'),
    cpus: Array.from({ length: mms }, (_, mm) =>
      userThreads(file).reduce((bits, t, cpu) => bits | (processOf(t) === mm ? 1 << cpu : 0), 0),
    ),
    frames: file.frames?.value ?? Math.min(room, FRAMES_MAX),
    slots: file.slots?.value ?? Math.min(room - 1 - movers, SLOTS_MAX),
    devices,
    stableWrites: false,
    swapMayFill: file.swap?.value !== 'roomy',
    forks,
    countNotified,
    // A split makes migration entries.
    migrates: movers > 0 || hasZones(file) || ranges.some(({ count }) => count > 1),
    zeroPage: [file.setup, ...file.threads.map(({ ops }) => ops)].some(takesZeroPage),
    memoryFailure: ['memory-failure', 'soft-offline'].some(verb => verbs(file).includes(verb)),
    deviceMemory: hasDeviceMemory(file),
    zones: hasZones(file),
    uffdWp: verbs(file).includes('uffd-wp'),
    uffdMissing: hasMissing(file),
    softDirty: verbs(file).includes('clear-refs'),
    refMax: Math.min(2 ** 32 - 1, bias * (devices.length + 1) + taken + mappings + file.threads.length + 8),
  };
}

/** A file whose file system is not named is one of ext2. */
const filesystemOf = ({ filesystem }: Memory): Filesystem => Math.max(0, FILESYSTEMS.indexOf(filesystem?.value ?? ''));

/** Some memory has to stay movable. */
export const hasZones = (file: ScenarioFile): boolean => file.memory.some(({ zone }) => zone !== undefined);

/** Somebody moves a page to a device. */
export const scansNuma = (file: ScenarioFile): boolean => verbs(file).includes('numa-scan');

/** Somebody registers a userfaultfd for missing pages. */
export const hasMissing = (file: ScenarioFile): boolean => verbs(file).includes('uffd-missing');

export const hasDeviceMemory = (file: ScenarioFile): boolean => verbs(file).includes('to-device');

const hasVerb = (ops: readonly Op[], name: string): boolean => flat(ops).some(op => op.kind === 'verb' && op.verb.value === name);

/** The verbs that a scenario uses. */
function verbs(file: ScenarioFile): string[] {
  const ops = [file.setup, ...file.threads.map(thread => thread.ops)].flatMap(flat);
  return ops.flatMap(op => (op.kind === 'verb' ? [op.verb.value] : []));
}

function bitsIn(bits: number): number {
  let n = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) n++;
  return n;
}

/** The threads that load and store; each runs on a CPU of its own. */
export const userThreads = (file: ScenarioFile) => file.threads.filter(({ actor }) => actor.kind === 'task');

function atMost(what: string, found: number, most: number): void {
  if (found > most) throw new TooLarge(`the scenario has ${found} ${what}, the model has room for ${most}`);
}

function processOf({ actor }: ScenarioFile['threads'][number]): number {
  return actor.kind === 'kthread' ? 0 : processIndex(actor.process.value);
}

/** A device that watches no process works on that of its thread. */
function deviceProcess(file: ScenarioFile, name: string): number {
  const thread = file.threads.find(({ actor }) => actor.kind === 'device' && actor.device === name);
  return thread === undefined ? 0 : processOf(thread);
}

/** A reference for reading may be one on the zero page. */
function takesZeroPage(ops: readonly Op[]): boolean {
  return ops.some(op => {
    if (op.kind === 'loop') return takesZeroPage(op.body);
    if (op.kind === 'either') return op.ways.some(takesZeroPage);
    if (op.kind !== 'verb') return false;
    const has = (word: string): boolean => op.words.some(({ value }) => value === word);
    return op.verb.value === 'pin' ? has('read') : op.verb.value === 'get' && !has('write');
  });
}

/** Whether one of a thread's operations moves pages. */
const moves = (ops: readonly Op[]): boolean =>
  ops.some(op => {
    if (op.kind === 'verb') return MOVERS.includes(op.verb.value);
    return op.kind === 'loop' ? moves(op.body) : op.kind === 'either' && op.ways.some(moves);
  });

/** References that the operations of a thread can take together. */
function references(ops: readonly Op[], bias: number, getsPin: boolean): number {
  let sum = 0;
  for (const op of ops) {
    if (op.kind === 'verb') sum += op.count * (op.verb.value === 'pin' || getsPin ? bias : 1);
    else if (op.kind === 'loop') sum += references(op.body, bias, getsPin);
    else if (op.kind === 'either') sum += op.ways.reduce((most, way) => most + references(way, bias, getsPin), 0);
  }
  return sum;
}
