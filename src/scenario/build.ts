// Building: a scenario file and a kernel become a machine at its first state, and the questions to ask of every transition.
import { type Composed, withOptions } from '../history/index.js';
import { Machine, OBSERVATIONS_MAX, type ThreadSpec } from '../machine/index.js';
import { Client, PROPERTIES, World } from '../model/index.js';
import { absent } from './absent.js';
import { Contents } from './contents.js';
import { cannotBeDax, hasDax } from './dax.js';
import { itemsOf, Unsupported } from './items.js';
import { cannotBeJournalled } from './journal.js';
import { cannotBeLarge } from './large.js';
import { layOut, orderOf } from './pages.js';
import type { Place } from './place.js';
import { type Predicate, predicate, type Scope } from './predicate.js';
import { BACKGROUND, CannotStart, prepareMemory, runAlone } from './prepare.js';
import { type Problem, problem } from './problem.js';
import { atomsOf, conditionsOf, Results } from './results.js';
import { type Birth, birthsOf, hasDeviceMemory, hasMissing, hasZones, scansNuma, shapeOf, TooLarge } from './shape.js';
import type { ScenarioFile } from './syntax.js';

/** The largest folio: four pages decide what more would. */
const ORDER_MAX = 2;

/** A word of the grammar that nothing here stands for. */
class NotModelled extends Error {
  constructor(
    message: string,
    readonly at: Place,
  ) {
    super(message);
  }
}

/** One thing that is watched for, and how its tally becomes a verdict. */
export interface Question {
  readonly name: string;
  readonly kind: 'never' | 'sometimes' | 'eventually';
  readonly bit: number;
  /** Of `eventually`, asked after a transition, with the world where that led: whether the run has come to it. */
  readonly comes?: () => boolean;
  /** Asked for by the file; the others are watched in every scenario. */
  readonly listed: boolean;
  readonly says: string;
  readonly when: string;
}

export interface Built {
  readonly file: ScenarioFile;
  readonly kernel: Composed;
  readonly world: World;
  readonly machine: Machine<World>;
  readonly contents: Contents;
  readonly questions: readonly Question[];
  /** Observation bits in use. */
  readonly observations: number;
  /** Machines that prepared the first state: their labels count as used. */
  readonly prepared: readonly Machine<World>[];
  inspect(): void;
  /** At a state from which nothing moves. */
  rest(end: 'done' | 'waiting' | 'stuck'): void;
}

export type BuildResult =
  | { readonly built: Built; readonly problem?: undefined }
  | { readonly built?: undefined; readonly problem: Problem };

/** A machine for a scenario on a kernel, or the reason why there is none. */
export function build(file: ScenarioFile, kernel: Composed): BuildResult {
  const missing = absent(file, kernel);
  if (missing !== undefined) return { problem: missing };
  try {
    return { built: assemble(file, kernel) };
  } catch (error) {
    if (error instanceof CannotStart || error instanceof TooLarge)
      return { problem: problem('cannot-start', file.memory[0].at, error.message) };
    if (error instanceof NotModelled) return { problem: problem('unsupported', error.at, error.message) };
    if (error instanceof Unsupported) return { problem: problem('unsupported', error.op.at, error.message) };
    throw error;
  }
}

/** A scenario that says how many frames there are means that they can run out. */
function assemble(file: ScenarioFile, target: Composed): Built {
  refuseUnmodelled(file);
  const kernel = withOptions(target, {
    short: file.frames !== undefined,
    device: hasDeviceMemory(file),
    zones: hasZones(file),
    numa: scansNuma(file),
    hugetlb: file.memory.some(({ kind }) => kind.value === 'hugetlb'),
    missing: hasMissing(file),
    dax: hasDax(file),
  });
  const countNotified = conditionsOf(file)
    .flatMap(atomsOf)
    .some(atom => atom.kind === 'count' && atom.of === 'notified');
  const world = new World(shapeOf(file, kernel, countNotified));
  const contents = new Contents(file);
  if (contents.count > 64) throw new TooLarge(`the scenario has ${contents.count} contents, the model has room for 64: use fewer writes`);
  const results = new Results(file, world);
  const firstFrames = Array.from({ length: world.shape.mms }, () => world.shape.pages.map(() => 0));
  let machine: Machine<World> | undefined;
  const scope: Scope = {
    file,
    world,
    contents,
    results,
    firstFrames,
    machine: () => machine as Machine<World>,
  };
  const births = birthsOf(file);
  if (world.shape.forks) processes(world, births);
  const prepared = layOut(file).flatMap(({ memory, first }) => prepareMemory(world, kernel, memory, first));
  mirrorAll(world);
  // What was prepared is how things are: only what comes later is news.
  if (file.setup.length > 0) prepared.push(runAlone(world, kernel, setupItems(file, scope), 'setup'));
  world.preparing = false;
  for (const [mm, row] of firstFrames.entries()) for (const page of row.keys()) row[page] = world.reachedBy(mm, page);
  // What a process that is to be forked begins with is its parent's.
  for (const _ of births)
    for (const { parent, child } of births)
      for (const page of firstFrames[child].keys())
        if (firstFrames[child][page] === 0) firstFrames[child][page] = firstFrames[parent][page];
  if (countNotified)
    for (let mm = 0; mm < world.shape.mms; mm++) for (const page of world.shape.pages.keys()) world.pte(mm, page).notified = 0;

  const specs: ThreadSpec[] = file.threads.map(thread => ({
    name: thread.name,
    items: itemsOf(thread.name, thread.actor, thread.ops, scope),
  }));
  machine = new Machine(world, world.u, world.layout, kernel.links, [...specs, ...BACKGROUND]);
  const { questions, looks, ends } = questionsOf(file, scope);
  return {
    file,
    kernel,
    world,
    machine,
    contents,
    questions,
    observations: Math.max(...questions.map(({ bit }) => bit)) + 1,
    prepared,
    inspect: () => {
      for (const { bit, holds } of looks) world.observe(bit, holds());
    },
    rest: end => {
      world.rest(end === 'stuck');
      if (end === 'done') for (const { bit, holds } of ends) world.observe(bit, holds());
    },
  };
}

/** What the grammar has and this model does not: refused by name, because anything else would be a wrong answer. */
function refuseUnmodelled(file: ScenarioFile): void {
  const dax = cannotBeDax(file);
  if (dax !== undefined) throw new NotModelled(dax.why, dax.at);
  for (const memory of file.memory) {
    const { name, kind, order, sharing, filesystem, checksums, mixedmap } = memory;
    if (order !== undefined && orderOf(memory) > ORDER_MAX)
      throw new NotModelled(`"${name}: order ${order.value}": large folios have order 1 or 2 here, two or four pages`, order.at);
    const why = cannotBeJournalled(memory) ?? (orderOf(memory) > 0 ? cannotBeLarge(memory) : undefined);
    if (why !== undefined) throw new NotModelled(`"${name}: ${kind.value}": ${why}`, kind.at);
    const disk = filesystem ?? checksums;
    if (disk !== undefined && kind.value !== 'file')
      throw new NotModelled(`"${name}: ${kind.value}": only memory of kind file has a file system; leave "${disk.value}" out`, disk.at);
    if (mixedmap !== undefined && (kind.value !== 'file' || sharing?.value !== 'private'))
      throw new NotModelled(`"${name}: ${kind.value}": "mixedmap" is known of "file private" only; leave it out`, mixedmap.at);
    if (sharing?.value === 'shared' && kind.value === 'anon')
      throw new NotModelled(
        `"${name}: shared": shared anonymous memory is memory of kind shmem; write that, or leave "shared" out`,
        sharing.at,
      );
  }
  for (const { name, watches } of file.devices) {
    const thread = file.threads.find(({ actor }) => actor.kind === 'device' && actor.device === name);
    if (watches === undefined || thread?.actor.kind !== 'device' || thread.actor.process.value === watches.value) continue;
    throw new NotModelled(
      `${name} watches ${watches.value} and works in ${thread.actor.process.value}: a device has one process here`,
      thread.at,
    );
  }
}

/** Setup is done by mm0, one operation after the other. */
function setupItems(file: ScenarioFile, scope: Scope): ReturnType<typeof itemsOf> {
  const at = file.setup[0].at;
  return itemsOf('setup', { kind: 'task', process: { value: 'mm0', at } }, file.setup, scope);
}

/** Which processes there are at the start, and what they have mapped: one that a fork brings has nothing yet. */
function processes(world: World, births: readonly Birth[]): void {
  for (let mm = 0; mm < world.shape.mms; mm++) {
    const unborn = births.some(({ child }) => child === mm);
    if (!unborn) world.bear(mm);
    for (const [page, mms] of world.shape.vmas.entries()) if (unborn || ((mms >>> mm) & 1) === 0) world.vma(mm, page).gone = 1;
  }
}

/** A client that mirrors page tables has everything mapped that its process has. */
function mirrorAll(world: World): void {
  world.shape.devices.forEach(({ kind, mm }, d) => {
    if (kind.client !== Client.mirror) return;
    world.shape.pages.forEach((_, page) => {
      if (world.pte(mm, page).frame !== 0) world.devices[d].mirrored |= 1 << page;
    });
  });
}

interface Look {
  readonly bit: number;
  readonly holds: Predicate;
}

function questionsOf(file: ScenarioFile, scope: Scope): { questions: Question[]; looks: Look[]; ends: Look[] } {
  const questions: Question[] = [];
  const looks: Look[] = [];
  const ends: Look[] = [];
  for (const property of PROPERTIES) {
    const { bit } = property;
    if (property.ofFiles === true && !file.memory.some(({ kind }) => kind.value === 'shmem' || kind.value === 'file')) continue;
    const asked = file.properties.find(({ name, condition }) => condition === undefined && name === property.name);
    const comes = (): boolean => ((scope.world.seen >>> bit) & 1) === 1;
    if (asked?.kind === 'eventually') questions.push({ ...property, kind: 'eventually', comes, listed: true });
    else if (asked !== undefined || property.always) questions.push({ ...property, listed: asked !== undefined });
  }
  let bit = PROPERTIES.length;
  const add = (name: string, kind: Question['kind'], says: string, when: string, comes?: Predicate): number => {
    if (bit >= OBSERVATIONS_MAX)
      throw new TooLarge(`the scenario has more than ${OBSERVATIONS_MAX - PROPERTIES.length} conditions as properties`);
    questions.push({ name, kind, bit, listed: true, says, when, ...(comes !== undefined && { comes }) });
    return bit++;
  };
  for (const { name, kind, condition } of file.properties) {
    if (condition === undefined) continue;
    const holds = predicate(condition, scope);
    const says = `the condition ${name}`;
    if (kind === 'always') looks.push({ bit: add(name, 'never', says, 'every state'), holds: () => !holds() });
    else looks.push({ bit: add(name, kind, says, 'every state', kind === 'eventually' ? holds : undefined), holds });
  }
  if (file.exists !== undefined)
    ends.push({ bit: add('exists', 'sometimes', 'an end in which the condition holds', 'an end'), holds: predicate(file.exists, scope) });
  return { questions, looks, ends };
}
