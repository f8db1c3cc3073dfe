// A cycle: a closed way through a fair component that gives every thread what fairness owes it; the shortest one from where it begins.
// Breadth first over states and, at each, the threads that have had their turn since, or were unable to move.
import type { Move, Shared } from '../machine/index.js';
import type { Graph } from './graph.js';
import { Stack } from './stack.js';

/** Cells (a state and a set of threads) that may be held. In a component with more, the shortest cycle is told, fair or not. */
const CELLS_MAX = 1 << 24;

/** The moves of a fair cycle from `home` back to it, along states that are `inside`. */
export function cycleThrough<K extends Shared>(
  graph: Graph<K>,
  inside: (state: number) => boolean,
  home: number,
  cellsMax = CELLS_MAX,
): Move[] {
  const members = new Stack();
  const places = new Int32Array(graph.search.states).fill(-1);
  for (let state = 0; state < places.length; state++) {
    if (!inside(state)) continue;
    places[state] = members.length;
    members.push(state);
  }
  graph.look(home);
  // Who cannot move at home has what it is owed.
  const owed = graph.machine.threads.map(({ index }) => index).filter(t => ((graph.enabled >>> t) & 1) === 1);
  const small = members.length * 2 ** owed.length <= cellsMax;
  return new Round(graph, members, places, small ? owed : []).from(home);
}

class Round<K extends Shared> {
  /** A cell is a state's place and, in the low bits, the owed threads that are served. */
  private readonly bits: number;
  private readonly all: number;
  /** The bit of each thread; 0: it is owed nothing. */
  private readonly bitOf: Int32Array;
  /** The cell from which a cell was reached, plus one, and by which of that state's moves. */
  private readonly before: Int32Array;
  private readonly by: Int32Array;

  constructor(
    private readonly graph: Graph<K>,
    private readonly members: Stack,
    private readonly places: Int32Array,
    owed: readonly number[],
  ) {
    this.bits = owed.length;
    this.all = 2 ** owed.length - 1;
    this.bitOf = new Int32Array(graph.machine.threads.length);
    for (const [i, thread] of owed.entries()) this.bitOf[thread] = 1 << i;
    this.before = new Int32Array(members.length << this.bits);
    this.by = new Int32Array(this.before.length);
  }

  from(home: number): Move[] {
    const { graph, members, places, bits, all, bitOf, before, by } = this;
    const reached = new Stack();
    const start = places[home] << bits;
    reached.push(start);
    for (let head = 0; head < reached.length; head++) {
      const cell = reached.at(head);
      graph.look(members.at(cell >> bits));
      const served = (cell & all) | this.unable();
      for (let i = 0; i < graph.moves; i++) {
        const place = places[graph.to[i]];
        if (place === undefined || place < 0) continue;
        const next = (place << bits) | served | bitOf[graph.threads[i]];
        if (next === (start | all)) return this.movesTo(cell, i, start);
        if (next === start || before[next] !== 0) continue;
        before[next] = cell + 1;
        by[next] = i;
        reached.push(next);
      }
    }
    throw new Error('a fair component has a cycle that is fair');
  }

  /** The owed threads that cannot move where the graph was looked at last. */
  private unable(): number {
    let bits = 0;
    for (let t = 0; t < this.bitOf.length; t++) if (((this.graph.enabled >>> t) & 1) === 0) bits |= this.bitOf[t];
    return bits;
  }

  /** The moves to a cell, and then move `last` of its state. */
  private movesTo(to: number, last: number, start: number): Move[] {
    const { graph, members, bits, before, by } = this;
    const moves: Move[] = [];
    for (let cell = to, i = last; ; i = by[cell], cell = before[cell] - 1) {
      graph.look(members.at(cell >> bits));
      moves.push({ thread: graph.threads[i], choice: graph.choices[i] });
      if (cell === start) return moves.reverse();
    }
  }
}
