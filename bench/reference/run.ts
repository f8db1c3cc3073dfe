// Runs one search of the reference model and says what it found and what it cost.
// The counts are exact and the same everywhere; CPU time and memory are this process's.
import { explore, type Search } from '../../src/check/index.js';
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
  /** Violating transitions by invariant; with `verdict`, those of the state where the search stopped. */
  readonly violations: Readonly<Record<string, number>>;
  /** The first of them, if any. */
  readonly violated?: Violation;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** `runReference('1 2 2 2 1 1 2', { variant: 1, mchk: 1 })`. */
export function runReference(config: string, options: ReferenceOptions = {}): ReferenceResult {
  const before = process.cpuUsage();
  const machine = build(config, options);
  const search = explore(machine, { observations: VIOLATED + 1, enough: options.verdict === true ? 1 << VIOLATED : 0 });
  const { user, system } = process.cpuUsage(before);
  return {
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    violations: Object.fromEntries(INVARIANTS.map((name, bit) => [name, search.tallies[bit].seen])),
    violated: firstViolation(search),
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function firstViolation({ tallies }: Search): Violation | undefined {
  const depth = tallies[VIOLATED].first?.depth;
  if (depth === undefined) return undefined;
  const invariant = INVARIANTS.find((_, bit) => tallies[bit].first?.depth === depth);
  return { invariant: invariant as string, depth };
}
