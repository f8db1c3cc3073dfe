// The explorer under test: on random small machines it finds what a naive search with a Map finds, and tells the best of all traces.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineOf, type Program, programs, type World } from '../../test/support/random-machine.js';
import type { Machine, Move } from '../machine/index.js';
import { type End, endOf, explore, type Looks } from './explore.js';
import { shortestTo } from './shortest.js';

const looksOf = ({ k }: Machine<World>, ends: End[] = []): Looks => ({
  inspect: () =>
    k.observe(
      2,
      k.cells.every(({ v }) => v === 1),
    ),
  rest: end => {
    ends.push(end);
    k.observe(3, end === 'stuck');
  },
});

/** The textbook search, on plain copies of the running words. */
function naive(machine: Machine<World>) {
  const { k, u, words } = machine;
  const ends: End[] = [];
  const looks = looksOf(machine, ends);
  const states = [u.slice(0, words)];
  const known = new Map([[states[0].join(), 0]]);
  const levels = [0];
  const tallies = Array.from({ length: 4 }, () => ({ met: 0, seen: 0, depth: undefined as number | undefined }));
  let transitions = 0;
  const count = (depth: number): void =>
    tallies.forEach((tally, i) => {
      if (((k.met >>> i) & 1) === 1) tally.met++;
      if (((k.seen >>> i) & 1) === 0) return;
      tally.seen++;
      tally.depth = Math.min(tally.depth ?? depth, depth);
    });
  const look = (ask: (() => void) | undefined, depth: number): void => {
    k.met = 0;
    k.seen = 0;
    ask?.();
    count(depth);
  };
  look(looks.inspect, 0);
  for (let s = 0; s < states.length; s++) {
    let moved = false;
    for (let t = 0; t < machine.threads.length; t++) {
      let width = 1;
      for (let choice = 0; choice < width; choice++) {
        u.set(states[s]);
        const fired = machine.fire(t, choice);
        width = k.width;
        if (!fired) continue;
        moved = true;
        transitions++;
        count(levels[s] + 1);
        const key = u.subarray(0, words).join();
        if (known.has(key)) continue;
        known.set(key, states.push(u.slice(0, words)) - 1);
        levels.push(levels[s] + 1);
        look(looks.inspect, levels[s] + 1);
      }
    }
    u.set(states[s]);
    if (!moved) look(() => looks.rest?.(endOf(machine)), levels[s]);
  }
  return { states, levels, transitions, tallies, ends };
}

describe('exploring', () => {
  it('finds what a naive search finds, in the same order', () => {
    fc.assert(
      fc.property(programs, program => {
        const expected = naive(machineOf(program));
        const machine = machineOf(program);
        const ends: End[] = [];
        const search = explore(machine, { observations: 4, ...looksOf(machine, ends) });
        expect(search).toMatchObject({
          states: expected.states.length,
          transitions: expected.transitions,
          depth: Math.max(...expected.levels),
          rests: expected.ends.length,
          complete: true,
          bound: undefined,
        });
        expect(search.tallies.map(({ met, seen, first }) => ({ met, seen, depth: first?.depth }))).toEqual(expected.tallies);
        expect(ends).toEqual(expected.ends);
        expected.states.forEach((state, i) => {
          machine.packer.unpack(machine.u, search.visited.store, i * machine.packer.words);
          expect(machine.u.subarray(0, machine.words)).toEqual(state);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes every time', () => {
    fc.assert(
      fc.property(programs, program => {
        const [one, two] = [0, 1].map(() => {
          const { visited, tallies, states } = explore(machineOf(program), { observations: 4 });
          return { store: visited.store.slice(), parents: visited.parents.slice(), tallies, states };
        });
        expect(one).toEqual(two);
      }),
      { numRuns: 20 },
    );
  });
});

/** The fewest switches over every sequence of `length` moves that ends with the sighting: brute force. */
function bestOf(program: Program, bit: number, length: number, looking: boolean): number {
  const machine = machineOf(program);
  const { k, u, words } = machine;
  const looks = looksOf(machine);
  let best = Number.POSITIVE_INFINITY;
  const rests = (): boolean => {
    const state = u.slice(0, words);
    for (let t = 0; t < machine.threads.length; t++)
      for (let choice = 0, width = 1; choice < width; choice++) {
        const fired = machine.fire(t, choice);
        u.set(state);
        if (fired) return false;
        width = k.width;
      }
    return true;
  };
  const shows = (): boolean => {
    const atRest = rests();
    k.seen = 0;
    looks.inspect?.();
    if (atRest) looks.rest?.(endOf(machine));
    return ((k.seen >>> bit) & 1) === 1;
  };
  const walkOn = (left: number, last: number, switches: number): void => {
    if (switches >= best) return;
    const state = u.slice(0, words);
    if (left === 0) {
      if (looking && shows()) best = switches;
      u.set(state);
      return;
    }
    for (let t = 0; t < machine.threads.length; t++)
      for (let choice = 0, width = 1; choice < width; choice++) {
        u.set(state);
        const fired = machine.fire(t, choice);
        const seen = ((k.seen >>> bit) & 1) === 1;
        width = k.width;
        if (!fired) continue;
        const now = switches + (last >= 0 && last !== t ? 1 : 0);
        if (left > 1 || looking) walkOn(left - 1, t, now);
        else if (seen && now < best) best = now;
        k.width = width;
      }
    u.set(state);
  };
  walkOn(length, -1, 0);
  return best;
}

const switchesOf = (moves: readonly Move[]): number => moves.filter(({ thread }, i) => i > 0 && thread !== moves[i - 1].thread).length;

describe('the shortest way', () => {
  it('is as short as can be, with the fewest switches, and can be taken', () => {
    let traces = 0;
    fc.assert(
      fc.property(programs, program => {
        const machine = machineOf(program);
        const { k, u } = machine;
        const start = u.slice(0, machine.words);
        const looks = looksOf(machine);
        const search = explore(machine, { observations: 4, ...looks });
        search.tallies.forEach(({ first }, bit) => {
          if (first === undefined || first.depth > 7) return;
          traces++;
          const moves = shortestTo(machine, search, first);
          expect(u.subarray(0, machine.words)).toEqual(start);
          expect(moves.length).toBe(first.depth);
          expect(switchesOf(moves)).toBe(moves.length === 0 ? 0 : bestOf(program, bit, moves.length, first.move.thread < 0));
          k.seen = 0;
          for (const { thread, choice } of moves) expect(machine.fire(thread, choice)).toBe(true);
          if (first.move.thread < 0) {
            k.seen = 0;
            looks.inspect?.();
            if (bit === 3) looks.rest?.(endOf(machine));
          }
          expect((k.seen >>> bit) & 1).toBe(1);
          u.set(start);
        });
      }),
      { numRuns: 120 },
    );
    expect(traces).toBeGreaterThan(50);
  });
});
