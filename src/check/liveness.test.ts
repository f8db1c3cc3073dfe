// Liveness under test: small graphs whose answer is plain, and random machines against the definition, tried by brute force.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineOf, programs, type World as RandomWorld } from '../../test/support/random-machine.js';
import { type Turns, turning } from '../../test/support/turning.js';
import type { Machine, Move } from '../machine/index.js';
import { explore } from './explore.js';
import { eventually, type Liveness } from './liveness.js';

/** `STEM, then CYCLE for ever` as the numbers of the threads that move, or how it ends. */
function told(liveness: Liveness | undefined): string {
  if (liveness === undefined) return 'undecided';
  if (liveness.holds) return 'holds';
  const { stem, cycle, end } = liveness.lasso;
  const threads = (moves: readonly Move[]): string => moves.map(({ thread }) => thread).join('') || 'at once';
  return `${threads(stem)}, then ${end ?? `${threads(cycle)} for ever`}`;
}

/** What becomes of "the cell is 9 eventually". */
function toNine(turns: readonly Turns[], background = -1): string {
  const machine = turning(turns, background);
  return told(eventually(machine, explore(machine, { observations: 1 }), () => machine.k.cell.v === 9));
}

describe('eventually', () => {
  it.each<[string, string, ...Turns[]]>([
    ['a thread that spins starves nobody', 'holds', { 0: 1, 1: 0 }, { 0: 9, 1: 9 }],
    ['what one thread waits for another does', 'holds', { 0: 1 }, { 1: 9 }],
    ['a thread that is able only now and then may be passed over', 'at once, then 00 for ever', { 0: 1, 1: 0 }, { 0: 9 }],
    ['a way out that a thread could always take is taken', 'holds', { 0: 1, 1: 2, 2: 0 }, { 0: 9, 1: 9, 2: 9 }],
    ['one alternative may be taken every time', 'at once, then 00 for ever', { 0: [9, 1], 1: 0 }],
    ['a state that leads to itself is a cycle', '0, then 0 for ever', { 0: 1, 1: 1 }, { 0: 9 }],
    ['and is left where another thread always could', 'holds', { 0: 0 }, { 0: 9 }],
    ['unless that one turns on the spot too', 'at once, then 01 for ever', { 0: 0 }, { 0: [9, 0] }],
    ['each thread has its turn in the cycle', 'at once, then 01 for ever', { 0: 1, 1: 0 }, { 0: 1, 1: [0, 9] }],
    ['or is unable to move somewhere in it', '1, then 00 for ever', { 1: 2, 2: 1 }, { 0: 1, 2: 9 }],
    ['an end is no better than a cycle', '00, then stuck', { 0: 1, 1: 2 }, { 0: 9 }],
    ['an end behind it does not count', 'holds', { 0: 9, 9: 2 }],
    ['the nearest is told', '1, then stuck', { 0: 1, 1: 2, 2: 3, 3: 2 }, { 0: 5 }],
    ['with the fewest switches', '11, then stuck', { 0: 1, 2: 3 }, { 0: 2, 1: 3, 2: 3 }],
  ])('%s: %s', (_, wanted, ...turns) => {
    expect(toNine(turns)).toBe(wanted);
  });

  it('is fair to threads in the background, and waits for none of them at an end', () => {
    expect(
      toNine(
        [
          { 0: 1, 1: 0 },
          { 0: 9, 1: 9 },
        ],
        1,
      ),
    ).toBe('holds');
    expect(toNine([{ 0: 1 }, { 0: 2 }], 1)).toBe('0, then stuck');
    expect(toNine([{ 0: 1 }], 0)).toBe('0, then done');
  });

  it('holds where the start is all there is of it', () => {
    const machine = turning([{ 0: 1 }]);
    expect(told(eventually(machine, explore(machine, { observations: 1 }), () => machine.k.cell.v === 0))).toBe('holds');
  });

  it('may come at the start, and at a transition as well as in a state', () => {
    const machine = turning([{ 0: 1, 1: 0 }]);
    const search = explore(machine, { observations: 1 });
    expect(told(eventually(machine, search, () => machine.k.cell.v === 0))).toBe('holds');
    expect(told(eventually(machine, search, () => machine.k.seen === 1))).toBe('holds');
    expect(told(eventually(machine, search, () => false))).toBe('at once, then 00 for ever');
  });

  it('decides nothing on part of a graph, nor when it is told to stop', () => {
    const graph = [{ 0: 1, 1: 2, 2: 3 }];
    const machine = turning(graph);
    const never = (): boolean => false;
    expect(told(eventually(machine, explore(machine, { observations: 1, statesMax: 3 }), never))).toBe('undecided');
    const whole = turning(graph);
    const search = explore(whole, { observations: 1 });
    expect(told(eventually(whole, search, never, () => true))).toBe('undecided');
    expect(told(eventually(whole, search, never, () => false))).toBe('000, then stuck');
  });

  it('leaves the machine at its start', () => {
    const machine = turning([{ 0: 1, 1: 2, 2: 1 }]);
    const start = machine.u.slice(0, machine.words);
    eventually(machine, explore(machine, { observations: 1 }), () => false);
    expect(machine.u.subarray(0, machine.words)).toEqual(start);
  });
});

interface Edge {
  readonly thread: number;
  readonly to: number;
}
interface Plain {
  readonly key: string;
  /** Threads that can move, a bit each. */
  enabled: number;
  readonly edges: Edge[];
  readonly distance: number;
}

/** All that can be reached without the goal, on plain copies of the running words; undefined if the start has it. */
function without(machine: Machine, comes: () => boolean): Plain[] | undefined {
  const { k, u, words } = machine;
  k.seen = 0;
  if (comes()) return undefined;
  const states = [u.slice(0, words)];
  const known = new Map([[states[0].join(), 0]]);
  const plain: Plain[] = [{ key: states[0].join(), enabled: 0, edges: [], distance: 0 }];
  for (let s = 0; s < states.length; s++)
    machine.threads.forEach((_, thread) => {
      for (let choice = 0, width = 1; choice < width; choice++) {
        u.set(states[s]);
        const fired = machine.fire(thread, choice);
        width = k.width;
        if (!fired) continue;
        plain[s].enabled |= 1 << thread;
        if (comes()) continue;
        const key = u.subarray(0, words).join();
        const to = known.get(key) ?? states.push(u.slice(0, words)) - 1;
        known.set(key, to);
        plain[to] ??= { key, enabled: 0, edges: [], distance: plain[s].distance + 1 };
        plain[s].edges.push({ thread, to });
      }
    });
  u.set(states[0]);
  return plain;
}

/**
 * The definition: a way back to the state on which each of these threads moves, or cannot move at some state of it.
 * Gives the length of the shortest; 0 where there is none.
 */
function fairCycle(plain: readonly Plain[], home: number, all: number): number {
  const known = new Set<number>();
  const ahead = [{ state: home, before: all & ~plain[home].enabled, length: 0 }];
  for (const { state, before, length } of ahead)
    for (const { thread, to } of plain[state].edges) {
      const served = all & (before | (1 << thread) | ~plain[to].enabled);
      if (to === home && served === all) return length + 1;
      const key = to * (all + 1) + served;
      if (known.has(key)) continue;
      known.add(key);
      ahead.push({ state: to, before: served, length: length + 1 });
    }
  return 0;
}

/** What became of it, held against the definition. */
function judged(machine: Machine, comes: () => boolean): 'holds' | 'unfair' | 'end' | 'cycle' {
  const plain = without(machine, comes);
  fc.pre(plain === undefined || plain.length <= STATES_MAX);
  const liveness = eventually(machine, explore(machine, { observations: 2 }), comes);
  const all = 2 ** machine.threads.length - 1;
  const caught = (plain ?? []).filter(({ enabled }, s, list) => enabled === 0 || fairCycle(list, s, all) > 0);
  expect(liveness?.holds).toBe(caught.length === 0);
  if (liveness?.holds !== false) return plain?.some((_, s) => fairCycle(plain, s, 0) > 0) ? 'unfair' : 'holds';
  const { stem, cycle, end } = liveness.lasso;
  expect(stem.length).toBe(Math.min(...caught.map(({ distance }) => distance)));
  taken(machine, stem, comes);
  const home = machine.u.slice(0, machine.words);
  const served = taken(machine, cycle, comes);
  expect(machine.u.subarray(0, machine.words)).toEqual(home);
  // Where nothing moves, no thread is able to: fair as well.
  expect(served).toBe(all);
  expect(end === undefined).toBe(cycle.length > 0);
  if (end !== undefined || plain === undefined) return 'end';
  const at = plain.findIndex(({ key }) => key === home.join());
  expect(cycle.length).toBe(fairCycle(plain, at, all));
  return 'cycle';
}

/** Takes moves, none of which comes to it. Gives the threads that moved, or were unable to at some state, a bit each. */
function taken(machine: Machine, moves: readonly Move[], comes: () => boolean): number {
  const { k, u, words } = machine;
  let served = unable(machine);
  for (const { thread, choice } of moves) {
    expect(machine.fire(thread, choice)).toBe(true);
    expect(comes()).toBe(false);
    served |= (1 << thread) | unable(machine);
  }
  return served;

  function unable({ threads }: Machine): number {
    const before = u.slice(0, words);
    let unable = 0;
    threads.forEach((_, t) => {
      let moved = false;
      for (let choice = 0, width = 1; choice < width && !moved; choice++) {
        moved = machine.fire(t, choice);
        width = k.width;
        u.set(before);
      }
      if (!moved) unable |= 1 << t;
    });
    return unable;
  }
}

/** Enough for what can go wrong, and few enough for brute force. */
const STATES_MAX = 300;

/** What can be looked for in a random machine. */
const goals: readonly ((k: RandomWorld) => boolean)[] = [
  k => (k.seen & 1) !== 0,
  k => (k.seen & 2) !== 0,
  k => k.cells[0].v === 3,
  k => k.cells[1].v === 0 && k.cells[2].v === 2,
];

/** For each thread and value, what the thread turns it into: nothing, one thing, or one of two. */
const targets = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 5, arbitrary: fc.tuple(fc.nat({ max: 6 })) },
  { weight: 1, arbitrary: fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 })) },
);
const graphs = fc.array(fc.array(targets, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 3 });

describe('a run that never comes to it is found exactly where there is one, and it is one', () => {
  it('on random graphs', () => {
    const found = { holds: 0, unfair: 0, end: 0, cycle: 0 };
    fc.assert(
      fc.property(graphs, fc.boolean(), (graph, inTransition) => {
        const machine = turning(graph.map(row => Object.fromEntries(row.entries())));
        found[judged(machine, () => (inTransition ? machine.k.seen === 1 : machine.k.cell.v === 6))]++;
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(...Object.values(found)), JSON.stringify(found)).toBeGreaterThan(20);
  });

  it('on random machines', () => {
    fc.assert(
      fc.property(programs, fc.constantFrom(...goals), (program, goal) => {
        const machine = machineOf(program);
        judged(machine, () => goal(machine.k));
      }),
      { numRuns: 200 },
    );
  });
});
