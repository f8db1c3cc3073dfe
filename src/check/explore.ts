// The explorer: every reachable state of a machine, breadth first, so that the first sight of anything is a shortest one.
import type { Machine, Move, Shared } from '../machine/index.js';
import { STATES_MAX, Visited } from './visited.js';

/** What one observation came to over a whole search. */
export interface Tally {
  /** Transitions in which its question came up. */
  met: number;
  /** Transitions in which the answer was yes. */
  seen: number;
  /** Where it was first seen: the state before, and the move from it. A move of thread -1 is a look at the state itself. */
  first?: Sighting;
}

export interface Sighting {
  readonly state: number;
  readonly move: Move;
  /** Transitions from the start to the sighting. */
  readonly depth: number;
}

/** What a search in progress can tell. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
}

export interface Options {
  /** Observations made, bit 0 first. */
  readonly observations: number;
  /** Looks at each new state and at rest; reports through k.observe. */
  readonly inspect?: () => void;
  /** Called at a state from which nothing moves; `stuck` when a thread that should end has not. */
  readonly rest?: (stuck: boolean) => void;
  /** The search may stop once all of these bits have been seen. */
  readonly enough?: number;
  readonly statesMax?: number;
  readonly bytesMax?: number;
  /** Asked now and then; true stops the search with what it has. */
  readonly interrupted?: (progress: Progress) => boolean;
}

export type Bound = 'states' | 'memory' | 'interrupted';

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
  /** For traces: who discovered whom. */
  readonly visited: Visited;
}

const PROGRESS_STATES = 1 << 14;

/** Explores from the machine's present state. */
export function explore<K extends Shared>(machine: Machine<K>, options: Options): Search {
  const { k, u, packer } = machine;
  const { pack, unpack, words } = packer;
  const statesMax = Math.min(options.statesMax ?? STATES_MAX, STATES_MAX);
  const visited = new Visited(words, packer.hash, statesMax);
  const { candidates } = visited;
  const tallies: Tally[] = Array.from({ length: options.observations }, () => ({ met: 0, seen: 0 }));
  const bytesMax = options.bytesMax ?? Number.POSITIVE_INFINITY;
  const enough = options.enough ?? 0;
  const threads = machine.threads.length;
  let transitions = 0;
  let rests = 0;
  let depth = 0;
  let levelEnd = 0;
  let seenAll = 0;
  let bound: Bound | undefined;

  const count = (state: number, thread: number, choice: number, at: number): void => {
    for (let bits = k.met | k.seen, i = 0; bits !== 0; bits >>>= 1, i++) {
      if ((bits & 1) === 0) continue;
      const tally = tallies[i];
      tally.met++;
      if (((k.seen >>> i) & 1) === 0) continue;
      tally.seen++;
      tally.first ??= { state, move: { thread, choice }, depth: at };
      seenAll |= 1 << i;
    }
  };
  const { inspect } = options;
  let newDepth = 0;
  const look =
    inspect &&
    ((state: number): void => {
      unpack(u, visited.store, state * words);
      k.met = 0;
      k.seen = 0;
      inspect();
      if ((k.met | k.seen) !== 0) count(state, -1, 0, newDepth);
    });

  visited.offer(pack(u, candidates, 0), -1);
  visited.lookUp(look);
  levelEnd = visited.count;
  newDepth = 1;
  let head = 0;
  let store = visited.store;
  const lookUp = (): void => {
    if (!visited.lookUp(look)) bound = 'states';
    store = visited.store;
  };
  for (; ; head++) {
    if (head === levelEnd) {
      lookUp();
      if (visited.count === levelEnd) break;
      depth = newDepth++;
      levelEnd = visited.count;
    }
    if ((head & (PROGRESS_STATES - 1)) === 0) {
      if (visited.bytes > bytesMax) bound = 'memory';
      if (options.interrupted?.({ states: visited.count, transitions, frontier: visited.count - head, depth, bytes: visited.bytes }))
        bound = 'interrupted';
    }
    if (bound !== undefined || (enough !== 0 && (seenAll & enough) === enough)) break;
    unpack(u, store, head * words);
    let moved = false;
    let fresh = true;
    for (let t = 0; t < threads; t++) {
      let choice = 0;
      do {
        if (!fresh) {
          unpack(u, store, head * words);
          fresh = true;
        }
        if (!machine.fire(t, choice)) continue;
        fresh = false;
        moved = true;
        transitions++;
        if ((k.met | k.seen) !== 0) count(head, t, choice, newDepth);
        const { width } = k;
        if (visited.offer(pack(u, candidates, visited.waiting * words), head)) lookUp();
        k.width = width;
      } while (++choice < k.width);
    }
    if (!moved) {
      rests++;
      if (options.rest !== undefined) {
        k.met = 0;
        k.seen = 0;
        options.rest(!machine.threads.every((_, t) => machine.over(t)));
        if ((k.met | k.seen) !== 0) count(head, -1, 0, depth);
      }
    }
  }
  return {
    states: visited.count,
    transitions,
    depth,
    rests,
    complete: head === visited.count,
    tallies,
    bound,
    bytes: visited.bytes,
    visited,
  };
}
