// A cycle: a closed way through a fair component that gives every thread what fairness owes it.
// Leg by leg, each the shortest one to the next thread that is owed a turn, and a last one home. Short, not always the shortest.
import type { Move, Shared } from '../machine/index.js';
import type { Graph } from './graph.js';
import { Stack } from './stack.js';

/** The moves of a fair cycle from `home` back to it, along states that are `inside`. */
export function cycleThrough<K extends Shared>(graph: Graph<K>, inside: (state: number) => boolean, home: number): Move[] {
  const legs = new Legs(graph, inside);
  const moves: Move[] = [];
  let owed = 2 ** graph.machine.threads.length - 1;
  let state = home;
  // A leg takes at least one thread off the list, so there are at most as many as threads, and one more home.
  while (owed !== 0) {
    const leg = legs.from(state, owed, -1);
    for (const { thread } of leg.moves) owed &= ~(1 << thread);
    moves.push(...leg.moves);
    state = leg.end;
    graph.look(state);
    owed &= graph.enabled;
  }
  return state === home ? moves : [...moves, ...legs.from(state, 0, home).moves];
}

interface Leg {
  readonly moves: readonly Move[];
  readonly end: number;
}

class Legs<K extends Shared> {
  /** Where a state was reached from, plus one, and by which of that state's moves. */
  private readonly before: Int32Array;
  private readonly by: Int32Array;

  constructor(
    private readonly graph: Graph<K>,
    private readonly inside: (state: number) => boolean,
  ) {
    this.before = new Int32Array(graph.search.states);
    this.by = new Int32Array(graph.search.states);
  }

  /** The shortest way to a state where an owed thread cannot move, or with which an owed thread moves, or to `home`. */
  from(start: number, owed: number, home: number): Leg {
    const { graph, inside, before, by } = this;
    const reached = new Stack();
    reached.push(start);
    let end = -1;
    let last = -1;
    for (let head = 0; end < 0; head++) {
      if (head === reached.length) throw new Error('a fair component has a cycle that is fair');
      const state = reached.at(head);
      graph.look(state);
      if ((owed & ~graph.enabled) !== 0) end = state;
      for (let i = 0; i < graph.moves && end < 0; i++) {
        const to = graph.to[i];
        if (!inside(to)) continue;
        if (((owed >>> graph.threads[i]) & 1) === 1 || to === home) {
          end = state;
          last = i;
        } else if (to !== start && before[to] === 0) {
          before[to] = state + 1;
          by[to] = i;
          reached.push(to);
        }
      }
    }
    const leg = this.legTo(start, end, last);
    while (reached.length > 0) before[reached.pop()] = 0;
    return leg;
  }

  private legTo(start: number, end: number, last: number): Leg {
    const { graph, before, by } = this;
    const moves: Move[] = [];
    const take = (state: number, i: number): number => {
      graph.look(state);
      moves.push({ thread: graph.threads[i], choice: graph.choices[i] });
      return graph.to[i];
    };
    const arrived = last < 0 ? end : take(end, last);
    for (let state = end; state !== start; state = before[state] - 1) take(before[state] - 1, by[state]);
    // What was taken last stands in front, the way to it behind, backwards.
    return { moves: moves.reverse(), end: arrived };
  }
}
