// The shortest way to what a search saw, with the fewest thread switches among all ways of that length.
// A second pass over the levels up to it: exact, because every shortest way goes through them one by one.
import type { Machine, Move, Shared } from '../machine/index.js';
import { endOf, type Search } from './explore.js';
import type { Sighting } from './tally.js';

/** States times threads that the second pass may hold; beyond, a trace is told as the search found it. */
const CELLS_MAX = 1 << 26;
const UNREACHED = 0xffff;

/** The moves from the machine's start to a first sighting, or to one just as far. Leaves the machine at its start. */
export function shortestTo<K extends Shared>(machine: Machine<K>, search: Search, sighting: Sighting): Move[] {
  const chain = chainTo(search, sighting.state);
  const levels = levelsTo(search, chain.length - 1);
  const small = levels.length * machine.threads.length <= CELLS_MAX;
  const moves = small ? new Ways(machine, search, levels).fewestSwitches(sighting) : alongParents(machine, search, chain, sighting);
  machine.packer.unpack(machine.u, search.visited.store, 0);
  return moves;
}

/** Who discovered whom, from the start to `state`. */
function chainTo(search: Search, state: number): number[] {
  const chain: number[] = [];
  for (let s = state; s >= 0; s = search.visited.parents[s]) chain.push(s);
  return chain.reverse();
}

/** The breadth-first levels of all states up to level `max`. States are numbered in order of discovery, so these are the first ones. */
function levelsTo({ visited, states }: Search, max: number): Int32Array {
  const levels = new Int32Array(states);
  let s = 1;
  for (; s < states; s++) {
    levels[s] = levels[visited.parents[s]] + 1;
    if (levels[s] > max) break;
  }
  return levels.subarray(0, s);
}

/** The way that the parent links tell: shortest, with whatever switches it has. */
function alongParents<K extends Shared>(machine: Machine<K>, search: Search, chain: readonly number[], sighting: Sighting): Move[] {
  const moves = chain.slice(1).map((to, i) => moveBetween(machine, search, chain[i], to));
  return sighting.move.thread < 0 ? moves : [...moves, sighting.move];
}

/** Calls `took` after each transition from a state that thread `only`, or any for -1, can take. Ends when it gives true. */
function eachMove<K extends Shared>(
  machine: Machine<K>,
  search: Search,
  state: number,
  only: number,
  took: (thread: number, choice: number) => boolean,
): boolean {
  const { u, k, packer } = machine;
  for (let thread = 0; thread < machine.threads.length; thread++) {
    if (only >= 0 && thread !== only) continue;
    let choice = 0;
    do {
      packer.unpack(u, search.visited.store, state * packer.words);
      if (!machine.fire(thread, choice)) continue;
      if (took(thread, choice)) return true;
    } while (++choice < k.width);
  }
  return false;
}

/** The move from one discovered state to another, by thread `only` if given. */
function moveBetween<K extends Shared>(machine: Machine<K>, search: Search, from: number, to: number, only = -1): Move {
  const { u, packer } = machine;
  const packed = new Int32Array(packer.words);
  const target = search.visited.store.subarray(to * packer.words, (to + 1) * packer.words);
  let move: Move | undefined;
  eachMove(machine, search, from, only, (thread, choice) => {
    packer.pack(u, packed, 0);
    if (!packed.every((word, i) => word === target[i])) return false;
    move = { thread, choice };
    return true;
  });
  if (move === undefined) throw new Error('a discovered state has a move that leads to it');
  return move;
}

/** For each state and each thread that moved last: the fewest switches of a shortest way there. */
class Ways<K extends Shared> {
  private readonly threads: number;
  private readonly switches: Uint16Array;
  /** The cell before, on the way with the fewest switches. */
  private readonly from: Int32Array;

  constructor(
    private readonly machine: Machine<K>,
    private readonly search: Search,
    private readonly levels: Int32Array,
  ) {
    this.threads = machine.threads.length;
    this.switches = new Uint16Array(levels.length * this.threads).fill(UNREACHED);
    this.from = new Int32Array(levels.length * this.threads);
    const last = levels[levels.length - 1];
    const index = indexOf(machine, search, levels.length);
    const packed = new Int32Array(machine.packer.words);
    for (let s = 0; levels[s] < last; s++)
      eachMove(machine, search, s, -1, thread => {
        const to = index(machine.packer.pack(machine.u, packed, 0), packed);
        if (to >= 0 && levels[to] === levels[s] + 1) this.reach(s, thread, to);
        return false;
      });
  }

  private reach(s: number, thread: number, to: number): void {
    const { cost, last } = this.cheapest(s, thread);
    const cell = to * this.threads + thread;
    if (cost >= this.switches[cell]) return;
    this.switches[cell] = cost;
    this.from[cell] = s * this.threads + last;
  }

  /** The fewest switches with which `thread` (-1: nobody) can move on from `s`, and who moved before. */
  private cheapest(s: number, thread: number): { cost: number; last: number } {
    if (s === 0) return { cost: 0, last: 0 };
    let cost = UNREACHED;
    let last = -1;
    for (let t = 0; t < this.threads; t++) {
      const c = this.switches[s * this.threads + t] + (t === thread || thread < 0 ? 0 : 1);
      if (c >= cost) continue;
      cost = c;
      last = t;
    }
    return { cost, last };
  }

  /** The best way to any sighting that is as far as the given one. */
  fewestSwitches({ bit, state, move }: Sighting): Move[] {
    const { levels, machine, search } = this;
    const { k } = machine;
    let best = { state, move, cost: UNREACHED, last: 0 };
    const consider = (s: number, thread: number, choice: number): void => {
      const { cost, last } = this.cheapest(s, thread);
      if (cost < best.cost) best = { state: s, move: { thread, choice }, cost, last };
    };
    for (let s = levels.indexOf(levels[state]); s < levels.length; s++) {
      if (move.thread < 0) {
        if (this.shows(s, bit)) consider(s, -1, 0);
      } else
        eachMove(machine, search, s, -1, (thread, choice) => {
          if (((k.seen >>> bit) & 1) === 1) consider(s, thread, choice);
          return false;
        });
    }
    const moves = this.wayTo(best.state, best.last);
    return best.move.thread < 0 ? moves : [...moves, best.move];
  }

  /** Whether a look at a state shows what is looked for. */
  private shows(s: number, bit: number): boolean {
    const { machine, search } = this;
    const { k, u, packer } = machine;
    const rests = search.looks.rest !== undefined && !eachMove(machine, search, s, -1, () => true);
    packer.unpack(u, search.visited.store, s * packer.words);
    k.met = 0;
    k.seen = 0;
    search.looks.inspect?.();
    if (rests) search.looks.rest?.(endOf(machine));
    return ((k.seen >>> bit) & 1) === 1;
  }

  private wayTo(target: number, lastThread: number): Move[] {
    const { machine, search, threads } = this;
    const moves: Move[] = [];
    for (let state = target, thread = lastThread; state !== 0; ) {
      const before = this.from[state * threads + thread];
      const previous = Math.floor(before / threads);
      moves.push(moveBetween(machine, search, previous, state, thread));
      state = previous;
      thread = before % threads;
    }
    return moves.reverse();
  }
}

/** Finds the number of a packed state among the first `known`. */
function indexOf<K extends Shared>(machine: Machine<K>, search: Search, known: number): (hash: number, packed: Int32Array) => number {
  const { words, hash: hashOf } = machine.packer;
  const { store } = search.visited;
  let size = 16;
  while (size < known * 2) size *= 2;
  const table = new Int32Array(size);
  for (let s = 0; s < known; s++) {
    let i = hashOf(store, s * words) & (size - 1);
    while (table[i] !== 0) i = (i + 1) & (size - 1);
    table[i] = s + 1;
  }
  return (hash, packed) => {
    for (let i = hash & (size - 1); table[i] !== 0; i = (i + 1) & (size - 1)) {
      const s = table[i] - 1;
      let same = true;
      for (let w = 0; w < words && same; w++) same = store[s * words + w] === packed[w];
      if (same) return s;
    }
    return -1;
  };
}
