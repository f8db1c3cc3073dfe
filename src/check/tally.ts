// Tallies: what each observation came to over a whole search, and where it was first seen.
import type { Move, Shared } from '../machine/index.js';

export interface Sighting {
  /** Which observation was answered with yes. */
  readonly bit: number;
  readonly state: number;
  readonly move: Move;
  /** Transitions from the start to the sighting. */
  readonly depth: number;
}

export interface Tally {
  /** Transitions in which its question came up. */
  met: number;
  /** Transitions in which the answer was yes. */
  seen: number;
  /** Where it was first seen: the state before, and the move from it. A move of thread -1 is a look at the state itself. */
  first?: Sighting;
}

export class Tallies {
  readonly list: readonly Tally[];
  /** Bit i: observation i was answered with yes at least once. */
  seen = 0;

  constructor(observations: number) {
    this.list = Array.from({ length: observations }, () => ({ met: 0, seen: 0 }));
  }

  /** Takes over what `k` observed at `state`, in `thread`'s transition from it or, for thread -1, in a look at it. */
  take(k: Shared, state: number, thread: number, choice: number, depth: number): void {
    this.seen |= k.seen;
    for (let bits = k.met | k.seen; bits !== 0; bits &= bits - 1) {
      const i = 31 - Math.clz32(bits & -bits);
      const tally = this.list[i];
      tally.met++;
      if (((k.seen >>> i) & 1) === 0) continue;
      tally.seen++;
      tally.first ??= { bit: i, state, move: { thread, choice }, depth };
    }
  }
}
