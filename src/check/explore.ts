// The explorer: every reachable state of a machine, breadth first, so that the first sight of anything is a shortest one.
import type { Machine, Shared } from '../machine/index.js';
import { Tallies, type Tally } from './tally.js';
import { type Full, Visited } from './visited.js';

/** What a search in progress can tell. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
}

/** What is asked of states, besides what the steps observe themselves. */
export interface Looks {
  /** Looks at each new state; reports through k.observe. */
  readonly inspect?: () => void;
  /** Called at a state from which nothing moves. */
  readonly rest?: (end: End) => void;
}

export interface Options extends Looks {
  /** Observations made, bit 0 first. */
  readonly observations: number;
  /** The search may stop once all of these bits have been seen. */
  readonly enough?: number;
  readonly statesMax?: number;
  /** Of the visited set, which is nearly all that a search holds. */
  readonly bytesMax?: number;
  /** Asked now and then; true stops the search with what it has. */
  readonly interrupted?: (progress: Progress) => boolean;
}

/** How a state from which nothing moves came about: all ended; some wait for what never came; some are blocked in a path. */
export type End = 'done' | 'waiting' | 'stuck';

export type Bound = Full | 'interrupted';

export interface Search {
  readonly states: number;
  readonly transitions: number;
  /** Transitions of the longest shortest way: the breadth-first depth. */
  readonly depth: number;
  /** States from which nothing moves. */
  readonly rests: number;
  /** False when it stopped early: by a bound, or because it had seen enough. */
  readonly complete: boolean;
  readonly tallies: readonly Tally[];
  /** Why the search is not complete, if it is not. */
  readonly bound?: Bound;
  readonly bytes: number;
  /** For traces: who discovered whom, and what was asked of states. */
  readonly visited: Visited;
  readonly looks: Looks;
}

/** States between two questions whether to go on. */
const PROGRESS_STATES = 1 << 14;

/** Explores from the machine's present state. */
export function explore<K extends Shared>(machine: Machine<K>, options: Options): Search {
  return new Exploration(machine, options).run();
}

class Exploration<K extends Shared> {
  private readonly visited: Visited;
  private readonly tallies: Tallies;
  private transitions = 0;
  private rests = 0;
  /** The level of the states that are being expanded. */
  private depth = 0;
  private bound: Bound | undefined;
  private readonly look: ((state: number) => void) | undefined;

  constructor(
    private readonly machine: Machine<K>,
    private readonly options: Options,
  ) {
    const { words, hash } = machine.packer;
    this.visited = new Visited(words, hash, options);
    this.tallies = new Tallies(options.observations);
    const { inspect } = options;
    if (inspect !== undefined) this.look = state => this.lookAt(state, inspect);
  }

  run(): Search {
    const { machine, visited, tallies } = this;
    const enough = this.options.enough ?? 0;
    visited.offer(machine.packer.pack(machine.u, visited.candidates, 0), -1);
    this.depth = -1;
    let head = 0;
    for (let levelEnd = 0; ; head++) {
      if (head === levelEnd) {
        this.lookUp();
        if (visited.count === levelEnd) break;
        this.depth++;
        levelEnd = visited.count;
      }
      if ((head & (PROGRESS_STATES - 1)) === 0) this.pause(head);
      if (this.bound !== undefined || (enough !== 0 && (tallies.seen & enough) === enough)) break;
      if (!this.expand(head)) this.atRest(head);
    }
    const { transitions, depth, rests, bound } = this;
    return {
      states: visited.count,
      transitions,
      depth,
      rests,
      complete: bound === undefined && head === visited.count,
      tallies: tallies.list,
      bound,
      bytes: visited.bytes,
      visited,
      looks: this.options,
    };
  }

  /** Takes every transition from a state; false if there is none. Afterwards the machine stands anywhere. */
  private expand(head: number): boolean {
    const { machine, visited, tallies } = this;
    const { k, u } = machine;
    const { pack, unpack, words } = machine.packer;
    const { candidates } = visited;
    const threads = machine.threads.length;
    const at = head * words;
    const depth = this.depth + 1;
    let moves = 0;
    let touched = true;
    for (let t = 0; t < threads; t++) {
      let choice = 0;
      do {
        if (touched) {
          unpack(u, visited.store, at);
          touched = false;
        }
        if (!machine.fire(t, choice)) continue;
        touched = true;
        moves++;
        if ((k.met | k.seen) !== 0) tallies.take(k, head, t, choice, depth);
        if (visited.offer(pack(u, candidates, visited.waiting * words), head)) this.lookUp();
      } while (++choice < k.width);
    }
    this.transitions += moves;
    return moves > 0;
  }

  private lookUp(): void {
    const full = this.visited.lookUp(this.look);
    this.bound ??= full;
  }

  /** A new state, one level below those that are being expanded. */
  private lookAt(state: number, inspect: () => void): void {
    const { k, u, packer } = this.machine;
    packer.unpack(u, this.visited.store, state * packer.words);
    k.met = 0;
    k.seen = 0;
    inspect();
    if ((k.met | k.seen) !== 0) this.tallies.take(k, state, -1, 0, this.depth + 1);
  }

  private atRest(head: number): void {
    const { k } = this.machine;
    this.rests++;
    k.met = 0;
    k.seen = 0;
    this.options.rest?.(endOf(this.machine));
    if ((k.met | k.seen) !== 0) this.tallies.take(k, head, -1, 0, this.depth);
  }

  private pause(head: number): void {
    const { visited, transitions, depth, options } = this;
    if (options.interrupted?.({ states: visited.count, transitions, frontier: visited.count - head, depth, bytes: visited.bytes }))
      this.bound = 'interrupted';
  }
}

/** How it came that nothing moves where the machine stands. */
export function endOf(machine: Pick<Machine, 'threads' | 'over' | 'waiting'>): End {
  let end: End = 'done';
  for (let t = 0; t < machine.threads.length; t++) {
    if (machine.over(t)) continue;
    if (!machine.waiting(t)) return 'stuck';
    end = 'waiting';
  }
  return end;
}
