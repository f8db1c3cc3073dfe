// Small graphs as machines: one cell, and threads that turn its value into others.
import { compose, Layout, Machine, type Of, record, Shared, type ThreadSpec, wait, world } from '../../src/machine/index.js';

const Cell = record('Cell', { v: 4 });
const Frame = record('Frame', { id: 3 });

/** For each value of the cell, those that a thread can turn it into; one that is not there blocks it. */
export type Turns = Record<number, number | readonly number[]>;

export class World extends Shared {
  readonly u = new Int32Array(32);
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

/** Threads that each turn values of one cell into others, for ever: any small graph with the threads' names at its edges. */
export function turning(turns: readonly Turns[], background = -1): Machine<World> {
  const k = new World();
  k.turns = turns;
  const specs = turns.map((_, id): ThreadSpec => {
    const run = { kind: 'run' as const, title: 'turn', path: turn, args: (me: { id: number }) => Object.assign(me, { id }) };
    return { name: `t${id}`, items: [run], background: id === background };
  });
  return new Machine(k, k.u, k.layout, compose([turn], []), specs);
}
