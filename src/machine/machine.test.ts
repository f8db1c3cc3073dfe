// The machine under test: what one transition is, with the calls and locals behind it, and what is refused by name.
import { describe, expect, it } from 'vitest';
import { Frame, machineOf, path, run, stands, World } from '../../test/support/cell-machine.js';
import { change } from './change.js';
import { compose } from './compose.js';
import { Machine } from './machine.js';
import { calls, done, labelName, wait } from './path.js';
import { record } from './record.js';
import type { Item } from './thread.js';

const Inner = record('Inner', { in: 4, out: 4 });

const double = path(
  'mm/t.c:double() @v1',
  Inner,
)({
  read(k, me) {
    me.in += k.cell.a;
  },
  twice(_k, me) {
    me.out = me.in * 2;
  },
});
const triple = path(
  'mm/t.c:triple() @v1',
  Inner,
)({
  thrice(_k, me) {
    me.out = me.in * 3;
    return done;
  },
  never() {},
});
const nobody = -1;

describe('a step', () => {
  const walk = path(
    'mm/t.c:walk() @v1',
    Frame,
  )({
    first(k) {
      k.cell.a = 1;
    },
    second(k, _me, go) {
      if (k.cell.b === 1) return wait;
      if (k.cell.b === 2) return go.first;
      if (k.cell.b === 3) return done;
    },
    third() {},
  });

  it('falls through, goes, waits or is done', () => {
    const machine = machineOf([walk], [run(walk)]);
    const { cell } = machine.k;
    expect([machine.fire(0, 0), stands(machine), cell.a]).toEqual([true, 'second', 1]);
    cell.b = 1;
    const before = machine.u.slice();
    expect([machine.fire(0, 0), stands(machine), machine.u]).toEqual([false, 'second', before]);
    cell.b = 2;
    expect([machine.fire(0, 0), stands(machine)]).toEqual([true, 'first']);
    machine.fire(0, 0);
    cell.b = 0;
    expect([machine.fire(0, 0), stands(machine)]).toEqual([true, 'third']);
    const other = machineOf([walk], [run(walk)]);
    other.k.cell.b = 3;
    other.fire(0, 0);
    expect([other.fire(0, 0), stands(other), other.over(0), other.fire(0, 0)]).toEqual([true, 'end', true, false]);
  });

  it('may choose once, and says among how many', () => {
    const pick = path(
      'mm/t.c:pick() @v1',
      Frame,
    )({
      one(k) {
        k.cell.a = k.choose(3);
      },
      none(k) {
        k.choose(0);
      },
      two(k) {
        k.choose(2);
        k.choose(2);
      },
    });
    const machine = machineOf([pick], [run(pick)]);
    expect([machine.fire(0, 2), machine.k.width, machine.k.cell.a]).toEqual([true, 3, 2]);
    expect(() => machine.fire(0, 0)).toThrow('choose(0): expected at least one alternative');
    const two = machineOf([pick], [run(pick)]);
    two.u[two.threads[0].pc] = two.threads[0].nodes.findIndex(node => node.label >= 0 && labelName(node.label) === 'two');
    expect(() => two.fire(0, 0)).toThrow('a step chooses twice: split it');
  });

  it('reports what it observes, of this transition only', () => {
    const look = path(
      'mm/t.c:look() @v1',
      Frame,
    )({
      look(k) {
        k.observe(0, false);
        k.observe(3, true);
      },
      rest() {},
    });
    const machine = machineOf([look], [run(look)]);
    machine.fire(0, 0);
    expect([machine.k.met, machine.k.seen]).toEqual([0b1001, 0b1000]);
    machine.fire(0, 0);
    expect([machine.k.met, machine.k.seen]).toEqual([0, 0]);
  });
});

describe('a call', () => {
  const caller = path(
    'mm/t.c:caller() @v1',
    Frame,
  )({
    begin() {},
    call: calls(Frame)(
      [double, triple],
      (me, to) => {
        to.in = me.x;
      },
      (me, got) => {
        me.y = got.out;
      },
      me => (me.x < 2 ? me.x : nobody),
    ),
    store(k, me) {
      k.cell.b = me.y;
    },
  });
  const paths = [caller, double, triple];

  it('copies in, runs the callee it picks, copies out: all but the steps inside other transitions', () => {
    const machine = machineOf(paths, [run(caller, { x: 0 })]);
    machine.k.cell.a = 3;
    const seen = [stands(machine)];
    while (machine.fire(0, 0)) seen.push(stands(machine));
    expect(seen).toEqual(['begin', 'read', 'twice', 'store', 'end']);
    expect(machine.k.cell.b).toBe(6);
    const other = machineOf(paths, [run(caller, { x: 1 })]);
    const labels = [stands(other)];
    while (other.fire(0, 0)) labels.push(stands(other));
    expect([labels, other.k.cell.b]).toEqual([['begin', 'thrice', 'store', 'end'], 3]);
  });

  it('of nobody is passed by', () => {
    const machine = machineOf(paths, [run(caller, { x: 2 })]);
    machine.fire(0, 0);
    expect(stands(machine)).toBe('store');
  });

  it('leaves no trace of its frame: equal states are equal words', () => {
    const machine = machineOf(paths, [run(caller, { x: 0 })]);
    machine.k.cell.a = 3;
    while (machine.fire(0, 0));
    expect([...machine.u.subarray(machine.threads[0].pc, machine.words)].every(word => word === 0)).toBe(true);
    expect(machine.k.cell).toMatchObject({ a: 3, b: 6 });
  });

  it('puts the frames of callees at the same height into the same words', () => {
    const alone = machineOf(paths, [run(triple)]).words;
    expect(machineOf(paths, [run(caller)]).words).toBe(alone + 1);
    expect(machineOf(paths, [run(caller), run(triple), run(double)]).words).toBe(alone + 1);
  });

  it('leaves room for the frame of each callee', () => {
    const Wide = record('Wide', { in: 9 });
    const wide = path(
      'mm/t.c:wide_callee() @v1',
      Wide,
    )({
      set(_k, me) {
        me.in = 300;
      },
      rest() {},
    });
    const either = path('mm/t.c:either_callee() @v1', Frame)({ call: calls(Frame)(wide, () => {}), other: calls(Frame)(triple, () => {}) });
    const machine = machineOf([either, wide, triple], [run(either)]);
    const { packer, u } = machine;
    machine.fire(0, 0);
    const [before, packed] = [u.slice(), new Int32Array(packer.words)];
    packer.pack(u, packed, 0);
    u.fill(0);
    packer.unpack(u, packed, 0);
    expect(u).toEqual(before);
    expect([machine.fire(0, 0), stands(machine)]).toEqual([true, 'thrice']);
  });

  it('from two places comes back to where it was made', () => {
    const twice = path(
      'mm/t.c:twice() @v1',
      Frame,
    )({
      one: calls(Frame)(
        triple,
        (me, to) => Object.assign(to, { in: me.x }),
        (me, got) => Object.assign(me, { x: got.out }),
      ),
      two: calls(Frame)(
        triple,
        (me, to) => Object.assign(to, { in: me.x }),
        (me, got) => Object.assign(me, { x: got.out }),
      ),
      store(k, me) {
        k.cell.b = me.x;
      },
    });
    const machine = machineOf([twice, triple], [run(twice, { x: 1 })]);
    let transitions = 0;
    while (machine.fire(0, 0)) transitions++;
    expect([transitions, machine.k.cell.b]).toEqual([3, 9]);
  });

  it('of itself is refused by name, through others as well', () => {
    const ping = path('mm/t.c:ping() @v1', Frame)({ step() {} });
    const pong = path('mm/t.c:pong() @v1', Frame)({ call: calls(Frame)(ping, () => {}) });
    const back = change(ping, edit => edit.after('step', { again: calls(Frame)(pong, () => {}) }));
    const k = new World();
    const links = compose([ping, pong], [{ id: 'back', changes: [back] }]);
    expect(() => new Machine(k, k.u, k.layout, links, [{ name: 't', items: [run(ping)] }])).toThrow(
      'ping calls itself: ping → pong → ping',
    );
  });

  it('is no recursion because an operation is called like its path', () => {
    expect(() => machineOf([triple], [{ ...run(triple), title: 'triple' } as Item<World>])).not.toThrow();
  });
});

describe('a local', () => {
  it('decides inside the transition before it', () => {
    const loop = path(
      'mm/t.c:loop() @v1',
      Frame,
    )({
      step(_k, me) {
        me.x++;
      },
      again: {
        local(me, go) {
          if (me.x < 3) return go.step;
          if (me.y === 1) return done;
        },
      },
      after() {},
    });
    const machine = machineOf([loop], [run(loop)]);
    const seen: string[] = [];
    do seen.push(stands(machine));
    while (machine.fire(0, 0));
    expect(seen).toEqual(['step', 'step', 'step', 'after', 'end']);
    const short = machineOf([loop], [run(loop, { y: 1 })]);
    const steps: string[] = [];
    do steps.push(stands(short));
    while (short.fire(0, 0));
    expect(steps).toEqual(['step', 'step', 'step', 'end']);
  });

  it('that goes round without a step is refused by name', () => {
    const round = path(
      'mm/t.c:round() @v1',
      Frame,
    )({
      step() {},
      spin: {
        local(_me, go) {
          return go.spin;
        },
      },
    });
    const machine = machineOf([round], [run(round)]);
    expect(() => machine.fire(0, 0)).toThrow('round goes round without a step');
  });
});
