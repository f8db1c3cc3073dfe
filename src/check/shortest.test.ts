// The shortest way under test, on machines small enough to know the answer beforehand.
import { describe, expect, it } from 'vitest';
import { compose, type Item, Layout, Machine, type Of, record, Shared, type ThreadSpec, wait, world } from '../machine/index.js';
import { explore } from './explore.js';
import { shortestTo } from './shortest.js';

const Cell = record('Cell', { v: 3 });
const Frame = record('Frame', { cell: 2, first: 3, second: 3 });

class World extends Shared {
  readonly u = new Int32Array(32);
  readonly layout = new Layout();
  readonly cells: Of<typeof Cell.fields>[] = [0, 1, 2].map(i => Cell.handle(this.u, this.layout.add(Cell, `cell${i}`)));
  turns: readonly Record<number, number>[] = [];
}
const path = world<World>();

/** Two steps that each set the thread's cell to a value; 7 leaves it. */
const set = path(
  'mm/t.c:set() @v1',
  Frame,
)({
  first(k, me) {
    if (me.first < 7) k.cells[me.cell].v = me.first;
  },
  second(k, me) {
    if (me.second < 7) k.cells[me.cell].v = me.second;
    k.observe(0, me.cell === 0 && k.cells[0].v === 2 && k.cells[1].v === 2);
  },
});

function machineOf(...threads: [cell: number, first: number, second: number][]): Machine<World> {
  const k = new World();
  const specs = threads.map(([cell, first, second], i): ThreadSpec => {
    const item: Item<World> = { kind: 'run', title: 'set', path: set, args: me => Object.assign(me, { cell, first, second }) };
    return { name: `t${i}`, items: [item] };
  });
  return new Machine(k, k.u, k.layout, compose([set], []), specs);
}

/** Each thread turns values of the first cell into others, for ever; a value that it does not know blocks it. */
const turn = path(
  'mm/t.c:turn() @v1',
  Frame,
)({
  turn(k, me, go) {
    const next = k.turns[me.cell][k.cells[0].v];
    if (next === undefined) return wait;
    k.cells[0].v = next;
    return go.turn;
  },
});

function turning(...turns: Record<number, number>[]): Machine<World> {
  const k = new World();
  k.turns = turns;
  const specs = turns.map((_, cell): ThreadSpec => {
    const item: Item<World> = { kind: 'run', title: 'turn', path: turn, args: me => Object.assign(me, { cell }) };
    return { name: `t${cell}`, items: [item] };
  });
  return new Machine(k, k.u, k.layout, compose([turn], []), specs);
}

function wayTo(machine: Machine<World>, bit: number, inspect?: () => void): string {
  const search = explore(machine, { observations: 2, inspect });
  const { first } = search.tallies[bit];
  return first === undefined
    ? 'never'
    : shortestTo(machine, search, first)
        .map(({ thread }) => thread)
        .join('');
}

describe('the shortest way', () => {
  it('lets a thread go on as long as it can', () => {
    expect(wayTo(machineOf([0, 1, 2], [1, 1, 2]), 0)).toBe('1100');
  });

  it('to a state costs no switch after it', () => {
    const machine = machineOf([0, 1, 2], [1, 1, 2]);
    const { cells } = machine.k;
    expect(wayTo(machine, 1, () => machine.k.observe(1, cells[0].v === 1 && cells[1].v === 2))).toBe('110');
  });

  it('is found through a state that was discovered late', () => {
    // Thread 2 ends where 0 and 1 have been, and where 1 has been twice; the former is discovered first, the latter saves a switch.
    const machine = turning({ 0: 1 }, { 0: 2, 1: 4, 2: 3 }, { 3: 5, 4: 5 });
    expect(wayTo(machine, 1, () => machine.k.observe(1, machine.k.cells[0].v === 5))).toBe('112');
  });

  it('prefers the sighting with fewer switches among those that are as near', () => {
    const machine = machineOf([0, 1, 1], [1, 1, 1], [2, 1, 1]);
    const { cells } = machine.k;
    // First seen where threads 0 and 1 have moved; thread 2 gets there on its own.
    const seen = (): boolean => (cells[0].v === 1 && cells[1].v === 1) || (cells[2].v === 1 && machine.over(2));
    expect(wayTo(machine, 1, () => machine.k.observe(1, seen()))).toBe('22');
  });

  it('to the start has no move', () => {
    const machine = machineOf([0, 1, 2]);
    expect(wayTo(machine, 1, () => machine.k.observe(1, true))).toBe('');
  });

  it('to what was never seen is not asked for', () => {
    expect(wayTo(machineOf([0, 1, 2]), 0)).toBe('never');
  });
});
