// Liveness under test: small graphs whose answer is plain, and random machines against the definition, tried by brute force.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineOf, programs, type World as RandomWorld } from '../../test/support/random-machine.js';
import { compose, Layout, Machine, type Of, record, Shared, type ThreadSpec, wait, world } from '../machine/index.js';
import { explore } from './explore.js';
import { eventually, type Liveness } from './liveness.js';

const Cell = record('Cell', { v: 4 });
const Frame = record('Frame', { id: 2 });

/** For each value of the cell, those that a thread can turn it into; one that is not there blocks it. */
type Turns = Record<number, number | readonly number[]>;

class World extends Shared {
  readonly u = new Int32Array(8);
  readonly layout = new Layout();
  readonly cell: Of<typeof Cell.fields> = Cell.handle(this.u, this.layout.add(Cell, 'cell'));
  turns: readonly Turns[] = [];
}

/** A turn from a value to the one below it is observed. */
const turn = world<World>()('mm/t.c:turn() @v1', Frame)({
  turn(k, me, go) {
    const from = k.cell.v;
    const next = [k.turns[me.id][from] ?? []].flat();
    if (next.length === 0) return wait;
    k.cell.v = next[k.choose(next.length)];
    k.observe(0, k.cell.v === from - 1);
    return go.turn;
  },
});

function turning(turns: readonly Turns[], background = -1): Machine<World> {
  const k = new World();
  k.turns = turns;
  const specs = turns.map((_, id): ThreadSpec => {
    const run = { kind: 'run' as const, title: 'turn', path: turn, args: (me: { id: number }) => Object.assign(me, { id }) };
    return { name: `t${id}`, items: [run], background: id === background };
  });
  return new Machine(k, k.u, k.layout, compose([turn], []), specs);
}

/** `STEM, then CYCLE for ever` as the numbers of the threads that move, or how it ends. */
function told(liveness: Liveness | undefined): string {
  if (liveness === undefined) return 'undecided';
  if (liveness.holds) return 'holds';
  const { stem, cycle, end } = liveness.lasso;
  const threads = (moves: typeof stem): string => moves.map(({ thread }) => thread).join('') || 'at once';
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

  it('holds at the start, and at a transition as well as in a state', () => {
    const machine = turning([{ 0: 1, 1: 0 }]);
    const search = explore(machine, { observations: 1 });
    expect(told(eventually(machine, search, () => machine.k.cell.v === 0))).toBe('holds');
    expect(told(eventually(machine, search, () => machine.k.seen === 1))).toBe('holds');
    expect(told(eventually(machine, search, () => false))).toBe('at once, then 00 for ever');
  });

  it('decides nothing on part of a graph, nor when it is told to stop', () => {
    const machine = turning([{ 0: 1, 1: 2, 2: 3 }]);
    const never = (): boolean => false;
    expect(told(eventually(machine, explore(machine, { observations: 1, statesMax: 3 }), never))).toBe('undecided');
    const big = turning([{}, ...[0, 1, 2].map(() => Object.fromEntries(Array.from({ length: 16 }, (_, v) => [v, (v + 1) % 16])))]);
    expect(told(eventually(big, explore(big, { observations: 1 }), never))).toBe('at once, then 1232222222222222 for ever');
  });
});
