// The shortest way to what a search saw, with the fewest thread switches among all ways of that length.
// A second pass over the levels up to it; the search itself has only noted who discovered whom.
import type { Machine, Move, Shared } from '../machine/index.js';
import { endOf, type Search } from './explore.js';
import { Graph } from './graph.js';
import type { Sighting } from './tally.js';
import { Ways } from './ways.js';

/** The moves from the machine's start to a first sighting, or to one just as far. Leaves the machine at its start. */
export function shortestTo<K extends Shared>(machine: Machine<K>, search: Search, { bit, state, move }: Sighting): Move[] {
  const { k } = machine;
  const ways = new Ways(new Graph(machine, search), reached => reached === state);
  const sightings = new Graph(machine, search, () => ((k.seen >>> bit) & 1) === 0);
  let best = { state, move, switches: Number.POSITIVE_INFINITY };
  const consider = (from: number, thread: number, choice: number): void => {
    const switches = ways.switchesTo(from, thread);
    if (switches < best.switches) best = { state: from, move: { thread, choice }, switches };
  };
  for (const from of ways.lastLevel) {
    sightings.look(from);
    if (move.thread >= 0) for (let i = 0; i < sightings.moves; i++) consider(from, sightings.threads[i], sightings.choices[i]);
    else if (shows(sightings, from, bit)) consider(from, -1, 0);
  }
  const moves = ways.movesTo(best.state, best.move.thread);
  sightings.stand(0);
  return best.move.thread < 0 ? moves : [...moves, best.move];
}

/** Whether a look at the state whose moves were looked at last shows what is looked for. */
function shows<K extends Shared>(graph: Graph<K>, state: number, bit: number): boolean {
  const { k } = graph.machine;
  const { looks } = graph.search;
  const rests = graph.enabled === 0;
  graph.stand(state);
  k.met = 0;
  k.seen = 0;
  looks.inspect?.();
  if (rests) looks.rest?.(endOf(graph.machine));
  return ((k.seen >>> bit) & 1) === 1;
}
