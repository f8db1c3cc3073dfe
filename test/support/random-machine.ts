// Random machines, small enough to know everything about them by brute force: a few threads that walk about in tables and change cells.
import fc from 'fast-check';
import { compose, done, Layout, Machine, type Of, record, Shared, type ThreadSpec, wait, world } from '../../src/machine/index.js';

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
export type Program = readonly (readonly Row[])[];

/** Bits 0 and 1 are observed in transitions. */
export class World extends Shared {
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
/** A table a thread. The second thread waits for a cell and goes round, the third is in the background. */
export const programs: fc.Arbitrary<Program> = fc.array(fc.array(row, { minLength: LABELS, maxLength: LABELS }), {
  minLength: 1,
  maxLength: 3,
});

export function machineOf(program: Program): Machine<World> {
  const k = new World(program);
  const specs = program.map((_, id): ThreadSpec => {
    const run = { kind: 'run' as const, title: 'walk', path: walk, args: (me: { id: number }) => Object.assign(me, { id }) };
    const until = { kind: 'until' as const, title: 'cell 2', ready: (w: World) => w.cells[2].v === id };
    const either = { kind: 'either' as const, title: 'again', targets: [0, 3] };
    return { name: `t${id}`, items: id === 1 ? [run, until, either] : [run], background: id === 2 };
  });
  return new Machine(k, k.u, k.layout, compose([walk], []), specs);
}
