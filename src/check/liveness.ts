// Liveness: whether every run comes to something eventually, as long as no thread is passed over for ever.
import type { Machine, Move, Shared } from '../machine/index.js';
import { cycleThrough } from './cycle.js';
import { type End, endOf, type Search } from './explore.js';
import { Graph } from './graph.js';
import { Traps } from './traps.js';
import { Ways } from './ways.js';

/** A run that never comes to it: some moves, and then others for ever, or none. */
export interface Lasso {
  /** A shortest way, with the fewest thread switches, to where the run gets caught. */
  readonly stem: readonly Move[];
  /** What it goes on with, again and again; empty where nothing moves. */
  readonly cycle: readonly Move[];
  /** How it ended, if nothing moves. */
  readonly end: End | undefined;
}

export type Liveness = { readonly holds: true } | { readonly holds: false; readonly lasso: Lasso };

/**
 * Whether each fair run from the start comes to what `comes` says yes to. It is asked after a transition, with the machine where that
 * leads and the transition's observations in place, and once at the start, where none is.
 *
 * A run is whole when nothing moves at its end, however that came about, or when it goes on for ever. It is fair (weakly) when no thread
 * is able to move from some moment on and never does. That holds for threads in the background too: I/O in flight completes, a batch is
 * drained. Fairness is a thread's, not an alternative's: a run may take the same alternative of a choice every time, and a thread whose
 * turns are different things (I/O on several frames) may do one of them for ever. Nor is it strong: a thread that can move only now and
 * then, as one that waits for a lock which others keep taking, may wait for ever.
 *
 * Undefined if the search is not complete, or `pause` said stop. Leaves the machine at its start.
 */
export function eventually<K extends Shared>(
  machine: Machine<K>,
  search: Search,
  comes: () => boolean,
  pause?: (reached: number) => boolean,
): Liveness | undefined {
  if (!search.complete) return undefined;
  const graph = new Graph(machine, search, comes);
  graph.stand(0);
  machine.k.met = 0;
  machine.k.seen = 0;
  if (comes()) return { holds: true };
  const traps = Traps.of(graph, pause);
  if (traps === undefined) return undefined;
  const liveness: Liveness = traps.count === 0 ? { holds: true } : { holds: false, lasso: lassoInto(graph, traps) };
  graph.stand(0);
  return liveness;
}

/** The nearest trap, and what a run does in it. */
function lassoInto<K extends Shared>(graph: Graph<K>, traps: Traps<K>): Lasso {
  const ways = new Ways(graph, state => traps.trapOf(state) > 0);
  let caught = -1;
  for (const state of ways.lastLevel)
    if (traps.trapOf(state) > 0 && (caught < 0 || ways.switchesTo(state, -1) < ways.switchesTo(caught, -1))) caught = state;
  const stem = ways.movesTo(caught, -1);
  graph.look(caught);
  if (graph.enabled === 0) {
    graph.stand(caught);
    return { stem, cycle: [], end: endOf(graph.machine) };
  }
  const trap = traps.trapOf(caught);
  return { stem, cycle: cycleThrough(graph, state => traps.trapOf(state) === trap, caught), end: undefined };
}
