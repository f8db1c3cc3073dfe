// Ways: the shortest ways through a graph, level by level, and for each state and each thread that moved last the fewest thread
// switches among them. Exact, because every shortest way goes through the levels one by one.
import type { Move, Shared } from '../machine/index.js';
import type { Graph } from './graph.js';

/** States times threads that may be held; beyond, switches are not counted and a way is told as it was found. */
const CELLS_MAX = 1 << 26;
const UNREACHED = 0xffff;

/** A cost and the thread that moved last, in one number. */
const LAST_BITS = 5;
const LAST_MASK = (1 << LAST_BITS) - 1;

export class Ways<K extends Shared> {
  /** States by their place: in the order in which they were reached. */
  private readonly order: Int32Array;
  /** A state's place, plus one; 0: not reached. */
  private readonly places: Int32Array;
  /** Cells of a place: one a thread, or one alone where switches are not counted. */
  private readonly columns: number;
  private switches: Uint16Array;
  /** The cell before, on the way with the fewest switches. */
  private from: Int32Array;
  private levelStart = 0;
  private levelEnd = 1;

  /** Goes from the start to the level of the first state that is `enough`, that level included, or through all there is. */
  constructor(
    private readonly graph: Graph<K>,
    enough: (state: number) => boolean,
    cellsMax = CELLS_MAX,
  ) {
    const { states } = graph.search;
    const { threads } = graph.machine;
    this.order = new Int32Array(states);
    this.places = new Int32Array(states);
    this.columns = states * threads.length <= cellsMax ? threads.length : 1;
    this.switches = new Uint16Array(this.columns << 10).fill(UNREACHED);
    this.from = new Int32Array(this.switches.length);
    this.places[0] = 1;
    let found = enough(0);
    while (!found && this.levelStart < this.levelEnd) found = this.nextLevel(enough);
  }

  private nextLevel(enough: (state: number) => boolean): boolean {
    const { graph, order, places } = this;
    let reached = this.levelEnd;
    let found = false;
    for (let place = this.levelStart; place < this.levelEnd; place++) {
      graph.look(order[place]);
      for (let i = 0; i < graph.moves; i++) {
        const state = graph.to[i];
        if (state < 0) continue;
        if (places[state] === 0) {
          order[reached++] = state;
          places[state] = reached;
          if (reached * this.columns > this.switches.length) this.grow();
          found ||= enough(state);
        }
        if (places[state] > this.levelEnd) this.reach(place, graph.threads[i], places[state] - 1);
      }
    }
    this.levelStart = this.levelEnd;
    this.levelEnd = reached;
    return found;
  }

  private reach(place: number, thread: number, to: number): void {
    const best = this.cheapest(place, thread);
    const cell = this.columns === 1 ? to : to * this.columns + thread;
    if (best >> LAST_BITS >= this.switches[cell]) return;
    this.switches[cell] = best >> LAST_BITS;
    this.from[cell] = place * this.columns + (best & LAST_MASK);
  }

  /** The fewest switches with which `thread` (-1: nobody) can move on from a place, and in the low bits who moved before. */
  private cheapest(place: number, thread: number): number {
    if (place === 0 || this.columns === 1) return 0;
    let best = UNREACHED << LAST_BITS;
    for (let t = 0, cell = place * this.columns; t < this.columns; t++, cell++) {
      const cost = this.switches[cell] + (t === thread || thread < 0 ? 0 : 1);
      if (cost < best >> LAST_BITS) best = (cost << LAST_BITS) | t;
    }
    return best;
  }

  /** The states of the level at which it stopped, in the order in which they were reached. */
  get lastLevel(): Int32Array {
    return this.order.subarray(this.levelStart, this.levelEnd);
  }

  /** The fewest switches on a way to a state of the last level and on with `thread`; -1 for no further move. */
  switchesTo(state: number, thread: number): number {
    return this.cheapest(this.places[state] - 1, thread) >> LAST_BITS;
  }

  /** The moves of that way, without the one of `thread`. */
  movesTo(state: number, thread: number): Move[] {
    const { graph, order, columns } = this;
    const moves: Move[] = [];
    let place = this.places[state] - 1;
    for (let last = this.cheapest(place, thread) & LAST_MASK; place !== 0; ) {
      const before = this.from[place * columns + last];
      const previous = Math.floor(before / columns);
      moves.push(graph.moveBetween(order[previous], order[place], columns === 1 ? -1 : last));
      place = previous;
      last = before % columns;
    }
    return moves.reverse();
  }

  private grow(): void {
    const switches = new Uint16Array(this.switches.length * 2).fill(UNREACHED);
    switches.set(this.switches);
    this.switches = switches;
    const from = new Int32Array(switches.length);
    from.set(this.from);
    this.from = from;
  }
}
