// A machine with one shared cell: what the tests of the machine and of its threads build, run and look at.
import { compose } from '../../src/machine/compose.js';
import { Layout } from '../../src/machine/layout.js';
import { Machine } from '../../src/machine/machine.js';
import { type AnyPath, labelName, world } from '../../src/machine/path.js';
import { type Of, record } from '../../src/machine/record.js';
import { Shared } from '../../src/machine/shared.js';
import type { Item, ThreadSpec } from '../../src/machine/thread.js';

const Cell = record('Cell', { a: 4, b: 4 });
export const Frame = record('Frame', { x: 4, y: 4 });

export class World extends Shared {
  readonly u = new Int32Array(64);
  readonly layout = new Layout();
  readonly cell: Of<typeof Cell.fields> = Cell.handle(this.u, this.layout.add(Cell, 'cell'));
}
export const path = world<World>();

export const run = (of: AnyPath, args: Record<string, number> = {}, more: Partial<Item<World>> = {}): Item<World> =>
  ({ kind: 'run', title: of.name, path: of, args: me => Object.assign(me, args), ...more }) as Item<World>;

export function machineOf(paths: readonly AnyPath[], ...threads: (readonly Item<World>[] | Partial<ThreadSpec>)[]): Machine<World> {
  const k = new World();
  const specs = threads.map(
    (thread, i): ThreadSpec => ({ name: `t${i}`, items: [], ...(Array.isArray(thread) ? { items: thread } : thread) }),
  );
  return new Machine(k, k.u, k.layout, compose(paths, []), specs);
}

/** Where a thread stands: its step's label, its item's kind, or its end. */
export function stands(machine: Machine<World>, t = 0): string {
  const node = machine.at(t);
  if (node.label >= 0) return labelName(node.label);
  return node.item < 0 ? 'end' : machine.threads[t].spec.items[node.item].kind;
}
