// The explorer under test: on random small machines it finds what a naive search with a Map finds, and tells the best of all traces.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, done, Layout, Machine, type Move, type Of, record, Shared, type ThreadSpec, wait, world } from '../machine/index.js';
import { type End, endOf, explore, type Looks } from './explore.js';
import { shortestTo } from './shortest.js';

const Cell = record('Cell', { v: 2 });
const Frame = record('Frame', { id: 2, x: 2 });
const LABELS = 4;
const CELLS = 3;

/** What a step of a random machine does: a row of a table. */
interface Row {
  /** Waits unless this cell has this value; -1 for no cell. */
  readonly guard: number;
  readonly value: number;
  readonly choices: number;
  /** Waits when this alternative is tried. */
  readonly blocked: number;
  readonly target: number;
  readonly add: number;
  /** Whether the target is set instead of added to: then different ways meet again. */
  readonly set: boolean;
  /** Whether the local is set to what was written, and added to what is written next. */
  readonly keep: boolean;
  /** A label, or LABELS for falling through, or LABELS + 1 for done. */
  readonly go: number;
}
type Program = readonly (readonly Row[])[];

class World extends Shared {
  readonly u = new Int32Array(64);
  readonly layout = new Layout();
  readonly cells: Of<typeof Cell.fields>[];
  constructor(readonly programs: Program) {
    super();
    this.cells = Array.from({ length: CELLS }, (_, i) => Cell.handle(this.u, this.layout.add(Cell, `cell${i}`)));
  }
  act(label: number, me: Of<typeof Frame.fields>, go: Record<string, ReturnType<typeof Object>>): never {
    const row = this.programs[me.id][label];
    if (row.guard >= 0 && this.cells[row.guard].v !== row.value) return wait as never;
    const choice = row.choices > 1 ? this.choose(row.choices) : 0;
    if (choice === row.blocked) return wait as never;
    const cell = this.cells[row.target];
    cell.v = ((row.set ? 0 : cell.v + me.x) + row.add + choice) % 4;
    if (row.keep) me.x = cell.v;
    this.observe(
      0,
      this.cells.every(({ v }) => v === 2),
    );
    if (row.keep) this.observe(1, this.cells[0].v === 3 && this.cells[1].v === 1);
    if (row.go < LABELS) return go[`s${row.go}`] as never;
    return (row.go === LABELS ? undefined : done) as never;
  }
}

const walk = world<World>()('random:walk() @1', Frame)({
  s0: (k, me, go) => k.act(0, me, go),
  s1: (k, me, go) => k.act(1, me, go),
  s2: (k, me, go) => k.act(2, me, go),
  s3: (k, me, go) => k.act(3, me, go),
});

const row: fc.Arbitrary<Row> = fc.record({
  guard: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat({ max: CELLS - 1 }) }),
  value: fc.nat({ max: 3 }),
  choices: fc.integer({ min: 1, max: 3 }),
  blocked: fc.integer({ min: -2, max: 2 }),
  target: fc.nat({ max: CELLS - 1 }),
  add: fc.nat({ max: 2 }),
  set: fc.boolean(),
  keep: fc.boolean(),
  go: fc.nat({ max: LABELS + 1 }),
});
const programs: fc.Arbitrary<Program> = fc.array(fc.array(row, { minLength: LABELS, maxLength: LABELS }), { minLength: 1, maxLength: 3 });

function machineOf(program: Program): Machine<World> {
  const k = new World(program);
  const specs = program.map((_, id): ThreadSpec => {
    const run = { kind: 'run' as const, title: 'walk', path: walk, args: (me: { id: number }) => Object.assign(me, { id }) };
    const until = { kind: 'until' as const, title: 'cell 2', ready: (w: World) => w.cells[2].v === id };
    const either = { kind: 'either' as const, title: 'again', targets: [0, 3] };
    return { name: `t${id}`, items: id === 1 ? [run, until, either] : [run], background: id === 2 };
  });
  return new Machine(k, k.u, k.layout, compose([walk], []), specs);
}

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
