// The shortest way to a sighting, told with the fewest thread switches among all ways of that length.
// A second pass over the levels up to it: exact, because every shortest way goes through them one by one.
import type { Machine, Move, Shared } from '../machine/index.js';
import type { Search } from './explore.js';
import type { Sighting } from './tally.js';

/** Switches are counted up to here; a longer trace is told as the search found it. */
const UNREACHED = 0xffff;

/** The moves from the machine's start to a sighting, the sighting's own move included. Leaves the machine at its start. */
export function shortestTo<K extends Shared>(machine: Machine<K>, search: Search, sighting: Sighting): Move[] {
  const { u, packer } = machine;
  const start = new Int32Array(packer.words);
  packer.unpack(u, search.visited.store, 0);
  packer.pack(u, start, 0);
  const moves = fewestSwitches(machine, search, sighting) ?? byParents(machine, search, sighting.state);
  packer.unpack(u, start, 0);
  return sighting.move.thread < 0 ? moves : [...moves, sighting.move];
}

/** The way that the parent links tell: shortest, with whatever switches it has. */
function byParents<K extends Shared>(machine: Machine<K>, search: Search, state: number): Move[] {
  const { visited } = search;
  const chain: number[] = [];
  for (let s = state; s >= 0; s = visited.parents[s]) chain.push(s);
  chain.reverse();
  return chain.slice(1).map((to, i) => moveBetween(machine, search, chain[i], to));
}

/** The move from one discovered state to another, by thread `only` if given. */
function moveBetween<K extends Shared>(machine: Machine<K>, search: Search, from: number, to: number, only = -1): Move {
  const { u, k, packer } = machine;
  const packed = new Int32Array(packer.words);
  const target = search.visited.store.subarray(to * packer.words, (to + 1) * packer.words);
  for (let thread = 0; thread < machine.threads.length; thread++) {
    if (only >= 0 && thread !== only) continue;
    let choice = 0;
    do {
      packer.unpack(u, search.visited.store, from * packer.words);
      if (!machine.fire(thread, choice)) continue;
      const { width } = k;
      packer.pack(u, packed, 0);
      if (packed.every((word, i) => word === target[i])) return { thread, choice };
      k.width = width;
    } while (++choice < k.width);
  }
  throw new Error('a discovered state has a move that leads to it');
}

/** Dynamic programming over (state, thread that moved last); undefined where the levels are too big to repeat. */
function fewestSwitches<K extends Shared>(machine: Machine<K>, search: Search, sighting: Sighting): Move[] | undefined {
  const { u, k, packer } = machine;
  const { words } = packer;
  const target = sighting.state;
  const threads = machine.threads.length;
  // States are numbered in order of discovery, so everything on a way to `target` has a smaller number.
  const known = target + 1;
  if (known * threads > 1 << 26) return undefined;
  const index = indexOf(machine, search, known);
  const switches = new Uint16Array(known * threads).fill(UNREACHED);
  const from = new Int32Array(known * threads).fill(-1);
  const levels = levelsOf(search, known);
  const packed = new Int32Array(words);
  for (let s = 0; s < target; s++) {
    if (levels[s] >= levels[target]) break;
    for (let thread = 0; thread < threads; thread++) {
      let choice = 0;
      do {
        packer.unpack(u, search.visited.store, s * words);
        if (!machine.fire(thread, choice)) continue;
        const { width } = k;
        const to = index(packer.pack(u, packed, 0), packed);
        k.width = width;
        if (to < 0 || levels[to] !== levels[s] + 1) continue;
        const { cost, last } = cheapest(switches, s, thread, threads);
        const cell = to * threads + thread;
        if (cost < switches[cell]) {
          switches[cell] = cost;
          from[cell] = s * threads + last;
        }
      } while (++choice < k.width);
    }
  }
  return backtrack(machine, search, target, sighting.move.thread, switches, from, threads);
}

/** The fewest switches with which `thread` (-1: anybody) can move from `s`, and who moved before. */
function cheapest(switches: Uint16Array, s: number, thread: number, threads: number): { cost: number; last: number } {
  if (s === 0) return { cost: 0, last: 0 };
  let cost = UNREACHED;
  let last = -1;
  for (let t = 0; t < threads; t++) {
    const c = switches[s * threads + t] + (t === thread || thread < 0 ? 0 : 1);
    if (c < cost) {
      cost = c;
      last = t;
    }
  }
  return { cost, last };
}

function backtrack<K extends Shared>(
  machine: Machine<K>,
  search: Search,
  target: number,
  lastThread: number,
  switches: Uint16Array,
  from: Int32Array,
  threads: number,
): Move[] {
  const way: { state: number; thread: number }[] = [];
  let state = target;
  let thread = cheapest(switches, target, lastThread, threads).last;
  while (state !== 0) {
    way.unshift({ state, thread });
    const before = from[state * threads + thread];
    state = Math.floor(before / threads);
    thread = before % threads;
  }
  return way.map((step, i) => moveBetween(machine, search, i === 0 ? 0 : way[i - 1].state, step.state, step.thread));
}

/** Each state's breadth-first level, from the parent links. */
function levelsOf(search: Search, known: number): Int32Array {
  const levels = new Int32Array(known);
  for (let s = 1; s < known; s++) levels[s] = levels[search.visited.parents[s]] + 1;
  return levels;
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
