// Runs one search of the reference model and says what it found and what it cost.
// The counts are exact and the same everywhere; CPU time and memory are this process's.
import { explore, type Search, type Sighting } from '../../src/check/index.js';
import { build, type Choice } from './build.js';
import { INVARIANTS, VIOLATED } from './memory.js';

export interface ReferenceOptions extends Choice {
  /** Stop at the first violation instead of exploring past it. */
  readonly verdict?: boolean;
}

export interface Violation {
  readonly invariant: string;
  /** Transitions from the start to the violation, its own included. */
  readonly depth: number;
}

export interface ReferenceResult {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Violating transitions by invariant, of all that were explored. */
  readonly violations: Readonly<Record<string, number>>;
  /** The first violation of an invariant that is judged; absent when there is none. */
  readonly violated?: Violation;
  readonly cpuSeconds: number;
  /** Of this whole process so far. */
  readonly peakBytes: number;
}

/** `runReference('1 2 2 2 1 1 2', { variant: 1, mchk: 1 })`. */
export function runReference(config: string, options: ReferenceOptions = {}): ReferenceResult {
  const before = process.cpuUsage();
  const search = explore(build(config, options), { observations: VIOLATED + 1, enough: options.verdict === true ? 1 << VIOLATED : 0 });
  const { user, system } = process.cpuUsage(before);
  return {
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    violations: Object.fromEntries(INVARIANTS.map((name, bit) => [name, search.tallies[bit].seen])),
    ...firstViolation(search, options.judged ?? INVARIANTS),
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** Which of the judged invariants the first violating transition violates; the first of them, if it is several. */
function firstViolation({ tallies }: Search, judged: readonly string[]): { violated?: Violation } {
  const first = tallies[VIOLATED].first;
  if (first === undefined) return {};
  const same = (other: Sighting | undefined): boolean =>
    other?.state === first.state && other.move.thread === first.move.thread && other.move.choice === first.move.choice;
  const invariant = judged.find(name => same(tallies[INVARIANTS.indexOf(name)].first));
  return { violated: { invariant: invariant as string, depth: first.depth } };
}
