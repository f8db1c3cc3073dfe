// A judgement: one scenario on one kernel, explored whole, with a verdict for each property and whether it was expected.
import { type Bound, eventually, explore, type Liveness, type Progress, type Search, shortestTo, type Tally } from '../check/index.js';
import type { Composed } from '../history/index.js';
import { type Line, type Move, tell } from '../machine/index.js';
import { type Built, build, expectationFor, type Problem, type Question, type ScenarioFile, type Verdict } from '../scenario/index.js';

export type Result = Verdict | 'inconclusive';

/** One property's verdict. */
export interface PropertyVerdict {
  readonly name: string;
  readonly kind: Question['kind'];
  readonly listed: boolean;
  readonly says: string;
  readonly when: string;
  readonly result: Result;
  /** What the file expects; a safety property it does not speak of is expected to hold. */
  readonly expected: Verdict | undefined;
  /** Transitions in which its question came up. */
  readonly met: number;
  /** Transitions in which it was answered with yes. */
  readonly seen: number;
  /** Transitions of the shortest way to the first sighting; of `eventually`, to where a run is caught that never comes to it. */
  readonly depth: number | undefined;
}

export interface Judgement {
  readonly scenario: string;
  readonly kernel: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly rests: number;
  readonly bound: Bound | undefined;
  readonly properties: readonly PropertyVerdict[];
  /** The kernel whose search this verdict was taken from, where the paths used are the same. */
  readonly sameAs: string | undefined;
}

/** A told way to a sighting, or a run that never comes to what it should. */
export interface Told {
  readonly property: string;
  readonly moves: readonly Move[];
  /** Of such a run, the first of the moves that it repeats for ever; undefined where nothing moves at its end. */
  readonly cycle?: number;
  readonly lines: readonly Line[];
}

export interface JudgeOptions {
  readonly statesMax: number;
  readonly bytesMax?: number;
  readonly interrupted?: (progress: Progress) => boolean;
}

/** A judgement together with what it rests on: enough to tell a trace, and to see for which other kernels it holds too. */
export interface Judged {
  readonly judgement: Judgement;
  readonly built: Built;
  readonly search: Search;
  /** By property, what became of each `eventually`; one that could not be decided is not there. */
  readonly liveness: ReadonlyMap<string, Liveness>;
}

export type JudgeResult =
  | { readonly judged: Judged; readonly problem?: undefined }
  | { readonly judged?: undefined; readonly problem: Problem };

/** Explores a scenario on a kernel. */
export function judge(file: ScenarioFile, kernel: Composed, options: JudgeOptions): JudgeResult {
  const { built, problem } = build(file, kernel);
  if (built === undefined) return { problem };
  const search = explore(built.machine, {
    observations: built.observations,
    inspect: built.inspect,
    rest: built.rest,
    statesMax: Math.min(options.statesMax, file.budget?.value ?? Number.POSITIVE_INFINITY),
    bytesMax: options.bytesMax,
    interrupted: options.interrupted,
  });
  const { liveness, bound } = livenessOf(built, search, options);
  const properties = built.questions.map(question => verdictOf(question, search, liveness, file, kernel));
  const judgement: Judgement = {
    scenario: file.name,
    kernel: kernel.name,
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    rests: search.rests,
    bound,
    properties,
    sameAs: undefined,
  };
  return { judged: { judgement, built, search, liveness } };
}

/** Answers every `eventually` on the finished search; it may be stopped like the search itself. */
function livenessOf(
  { machine, questions }: Built,
  search: Search,
  { interrupted }: JudgeOptions,
): Pick<Judged, 'liveness'> & Pick<Judgement, 'bound'> {
  const { states, transitions, depth, bytes } = search;
  const pause = (reached: number): boolean => interrupted?.({ states, transitions, frontier: states - reached, depth, bytes }) ?? false;
  const liveness = new Map<string, Liveness>();
  for (const { name, comes } of questions) {
    if (comes === undefined || search.bound !== undefined) continue;
    const answer = eventually(machine, search, comes, pause);
    if (answer === undefined) return { liveness, bound: 'interrupted' };
    liveness.set(name, answer);
  }
  return { liveness, bound: search.bound };
}

function verdictOf(
  question: Question,
  search: Search,
  livenesses: ReadonlyMap<string, Liveness>,
  file: ScenarioFile,
  kernel: Composed,
): PropertyVerdict {
  const tally = search.tallies[question.bit] as Tally;
  const { name, kind, listed, says, when } = question;
  const expected = expectedOf(file, kernel, name, listed);
  const about = { name, kind, listed, says, when, expected, met: tally.met, seen: tally.seen };
  if (kind !== 'eventually') return { ...about, result: resultOf(kind, tally, search.complete), depth: tally.first?.depth };
  const liveness = livenesses.get(name);
  if (liveness?.holds !== false) return { ...about, result: liveness === undefined ? 'inconclusive' : 'holds', depth: undefined };
  return { ...about, result: 'violated', depth: liveness.lasso.stem.length };
}

function resultOf(kind: 'never' | 'sometimes', tally: Tally, complete: boolean): Result {
  if (tally.seen > 0) return kind === 'never' ? 'violated' : 'holds';
  if (!complete) return 'inconclusive';
  return kind === 'never' ? 'holds' : 'unreached';
}

/** What the file says of a property here; a safety property that it does not list is expected to hold. */
function expectedOf(file: ScenarioFile, kernel: Composed, name: string, listed: boolean): Verdict | undefined {
  const proposals = kernel.proposals.map(({ id }) => id);
  return expectationFor(file, kernel.kernel.name, proposals, name) ?? (listed || proposals.length > 0 ? undefined : 'holds');
}

/** The same judgement for a kernel that uses the same paths in the same way, with that kernel's expectations. */
export function judgementFor(judged: Judged, kernel: Composed): Judgement {
  const { judgement, built, search, liveness } = judged;
  const properties = built.questions.map(question => verdictOf(question, search, liveness, built.file, kernel));
  return { ...judgement, kernel: kernel.name, properties, sameAs: judgement.kernel };
}

/** Tells the shortest way to where a property was first seen, or to where a run is caught that never comes to it. */
export function tellFirst({ built, search, liveness }: Judged, property: string): Told | undefined {
  const { machine } = built;
  const run = liveness.get(property);
  if (run !== undefined) {
    if (run.holds) return undefined;
    const { stem, cycle } = run.lasso;
    machine.packer.unpack(machine.u, search.visited.store, 0);
    const lines = [...tell(machine, stem), ...tell(machine, cycle)];
    return { property, moves: [...stem, ...cycle], ...(cycle.length > 0 && { cycle: stem.length }), lines };
  }
  const question = built.questions.find(({ name }) => name === property);
  const first = question === undefined ? undefined : search.tallies[question.bit].first;
  if (first === undefined) return undefined;
  const moves = shortestTo(machine, search, first);
  return { property, moves, lines: tell(machine, moves) };
}
