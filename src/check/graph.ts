// The graph of a finished search: its states by number, and where each leads, found by taking the transitions again.
// Only states are stored. An edge costs a step, a packing and a look into the visited set.
import type { Machine, Move, Shared } from '../machine/index.js';
import type { Search } from './explore.js';

/** Threads stand in masks, a bit each. */
const THREADS_MAX = 31;

export class Graph<K extends Shared> {
  /** The state that was looked at last has this many moves; move i is taken by threads[i] with choices[i] and leads to to[i]. */
  moves = 0;
  threads: Int32Array = new Int32Array(16);
  choices: Int32Array = new Int32Array(16);
  /** -1: a state that the search had no room for. */
  to: Int32Array = new Int32Array(16);
  /** Threads that can move there, also those that can only take moves that are left out. */
  enabled = 0;

  /** `leftOut` is asked after each transition, with the machine where it leads: true for one that is no part of this graph. */
  constructor(
    readonly machine: Machine<K>,
    readonly search: Search,
    private readonly leftOut: () => boolean = () => false,
  ) {
    if (machine.threads.length > THREADS_MAX) throw new RangeError(`${machine.threads.length} threads: there are bits for ${THREADS_MAX}`);
  }

  /** Puts the machine into a state. */
  stand(state: number): void {
    const { u, packer } = this.machine;
    packer.unpack(u, this.search.visited.store, state * packer.words);
  }

  /** Takes every transition from a state. Afterwards the machine stands anywhere. */
  look(state: number): void {
    const { machine, search } = this;
    const { k, u, packer } = machine;
    const { visited } = search;
    this.moves = 0;
    this.enabled = 0;
    let touched = true;
    for (let t = 0; t < machine.threads.length; t++) {
      let choice = 0;
      do {
        if (touched) this.stand(state);
        touched = machine.fire(t, choice);
        if (!touched) continue;
        this.enabled |= 1 << t;
        if (this.leftOut()) continue;
        if (this.moves === this.to.length) this.grow();
        this.threads[this.moves] = t;
        this.choices[this.moves] = choice;
        this.to[this.moves++] = visited.find(packer.pack(u, visited.candidates, 0));
      } while (++choice < k.width);
    }
  }

  /** A move from one state to another, by thread `only` if that is not -1. */
  moveBetween(from: number, to: number, only = -1): Move {
    this.look(from);
    for (let i = 0; i < this.moves; i++)
      if (this.to[i] === to && (only < 0 || this.threads[i] === only)) return { thread: this.threads[i], choice: this.choices[i] };
    throw new Error('a state that was reached has a move that leads to it');
  }

  private grow(): void {
    const twice = (from: Int32Array): Int32Array => {
      const to = new Int32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.threads = twice(this.threads);
    this.choices = twice(this.choices);
    this.to = twice(this.to);
  }
}
