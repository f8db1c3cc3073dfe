// Threads under test: what they run, what their words hold, and what is refused by name.
import { describe, expect, it } from 'vitest';
import { Frame, machineOf, path, run, stands, World } from '../../test/support/cell-machine.js';
import { compose } from './compose.js';
import { Machine } from './machine.js';
import { type Item, Kind } from './thread.js';

describe('a thread', () => {
  const step = path(
    'mm/t.c:step() @v1',
    Frame,
  )({
    step(k, me) {
      k.cell.a = me.x;
    },
  });
  const items: readonly Item<World>[] = [
    run(step, { x: 1 }),
    { kind: 'until', title: 'b is set', ready: k => k.cell.b !== 0 },
    { kind: 'either', title: 'either', targets: [3, 5] },
    run(step, { x: 7 }),
    { kind: 'jump', to: 6 },
    run(step, { x: 8 }),
  ];

  it('runs its items: operations, waits, choices and jumps', () => {
    const machine = machineOf([step], items);
    expect([stands(machine), machine.waiting(0)]).toEqual(['step', false]);
    machine.fire(0, 0);
    expect([stands(machine), machine.fire(0, 0), machine.waiting(0), machine.over(0)]).toEqual(['until', false, true, false]);
    machine.k.cell.b = 1;
    expect([machine.fire(0, 0), stands(machine), machine.waiting(0)]).toEqual([true, 'either', false]);
    const either = machine.u.slice();
    expect([machine.fire(0, 0), machine.k.width, stands(machine)]).toEqual([true, 2, 'step']);
    machine.fire(0, 0);
    expect([stands(machine), machine.k.cell.a]).toEqual(['end', 7]);
    machine.u.set(either);
    machine.fire(0, 1);
    machine.fire(0, 0);
    expect([stands(machine), machine.k.cell.a, machine.over(0)]).toEqual(['end', 8, true]);
  });

  it('hears of the result of an operation with its frame still filled, in the same transition', () => {
    const results: number[] = [];
    const got = (k: World, me: { x: number }): void => {
      results.push(me.x);
      k.cell.b = me.x;
    };
    const machine = machineOf([step], [run(step, { x: 5 }, { got } as never)]);
    machine.fire(0, 0);
    expect([results, machine.k.cell.b, stands(machine)]).toEqual([[5], 5, 'end']);
  });

  it('without items is over, and one in the background always is', () => {
    const machine = machineOf([step], [], { items: [run(step), { kind: 'jump', to: 0 }], background: true });
    expect([machine.over(0), machine.fire(0, 0), machine.over(1), machine.fire(1, 0), stands(machine, 1)]).toEqual([
      true,
      false,
      true,
      true,
      'step',
    ]);
  });

  it('begins with calls and locals behind it', () => {
    const late = path(
      'mm/t.c:late() @v1',
      Frame,
    )({
      decide: {
        local(me, go) {
          me.y = 2;
          return go.store;
        },
      },
      skipped() {},
      store(k, me) {
        k.cell.b = me.y;
      },
    });
    const machine = machineOf([late], [{ kind: 'jump', to: 1 }, run(late)]);
    expect(stands(machine)).toBe('store');
    machine.fire(0, 0);
    expect(machine.k.cell.b).toBe(2);
  });

  it('does not leave its program', () => {
    expect(() => machineOf([step], [{ kind: 'jump', to: 2 }])).toThrow('t0: item 2 of 1 does not exist');
    expect(() => machineOf([step], [{ kind: 'either', title: 'x', targets: [-1] }])).toThrow('t0: item -1 of 1 does not exist');
    expect(() => machineOf([step], [{ kind: 'jump', to: 0 }])).toThrow('a thread goes round without a step');
  });

  it('counts how often each node was tried', () => {
    const machine = machineOf([step], items);
    machine.fire(0, 0);
    machine.fire(0, 0);
    machine.fire(0, 0);
    const tried = (kind: string): number[] =>
      machine.threads[0].nodes.filter(node => machine.threads[0].spec.items[node.item]?.kind === kind).map(node => node.tried);
    expect(tried('until')).toEqual([2]);
    expect(tried('either')).toEqual([0]);
  });
});

describe('the words of a thread', () => {
  const wide = path(
    'mm/t.c:wide() @v1',
    Frame,
  )({
    set(_k, me) {
      me.x += 3;
    },
    keep() {},
  });

  it('are few: a pc tells only where it can stand', () => {
    const machine = machineOf([wide], [run(wide)]);
    const { nodes } = machine.threads[0];
    const stops = nodes.filter(node => node.step !== null).length + 1;
    expect(nodes.map(node => node.id)).toEqual(nodes.map((_, i) => i));
    expect(nodes.slice(1, stops).every(node => node.step !== null)).toBe(true);
    expect(nodes.slice(stops).every(node => node.step === null)).toBe(true);
    expect(nodes[0].kind).toBe(Kind.end);
  });

  it('are narrowed where the thread says so, and what does not fit then is an error', () => {
    const machine = machineOf([wide], { items: [run(wide, { x: 1 })], narrowed: { x: 2 } });
    const { packer, u } = machine;
    packer.pack(u, new Int32Array(packer.words), 0);
    machine.fire(0, 0);
    expect(() => packer.pack(u, new Int32Array(packer.words), 0)).toThrow('holds 0x4, more than its declared bits 0xf3');
  });

  it('must fit into the running state', () => {
    const k = new World();
    expect(() => new Machine(k, new Int32Array(2), k.layout, compose([wide], []), [{ name: 't', items: [run(wide)] }])).toThrow(
      'a state of 3 words does not fit in 2',
    );
  });

  it('stand in a layout of the machine alone', () => {
    const k = new World();
    const specs = [{ name: 't', items: [run(wide)] }];
    const links = compose([wide], []);
    const [one, two] = [new Machine(k, k.u, k.layout, links, specs), new Machine(k, k.u, k.layout, links, specs)];
    expect([k.layout.words, one.words, two.words]).toEqual([1, 3, 3]);
  });
});
