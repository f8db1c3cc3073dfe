// Paths under test: how they are declared, what their labels are called, and where their bodies go.
import { describe, expect, it } from 'vitest';
import { change } from './change.js';
import { calls, declaredPaths, gotosOf, indexOf, isCall, isLocal, labelName, pathIdOf, wait, world } from './path.js';
import { record } from './record.js';
import type { Shared } from './shared.js';

const path = world<Shared>();
const Frame = record('Frame', { x: 4 });

const inner = path('mm/inner.c:inner() @v1', Frame)({ only() {} });
const outer = path(
  'mm/outer.c:outer() @v1',
  Frame,
)({
  begin(_k, me, go) {
    if (me.x === 3) return go.out;
    if (me.x === 4) return wait;
  },
  call: calls(Frame)(inner, (me, to) => {
    to.x = me.x;
  }),
  decide: {
    local(me, go) {
      return me.x === 0 ? go.begin : go.out;
    },
  },
  out() {},
});

describe('a path', () => {
  it('is named after its function and keeps its source', () => {
    expect([outer.name, outer.source]).toEqual(['outer', 'mm/outer.c:outer() @v1']);
    expect(declaredPaths().map(({ name }) => name)).toEqual(['inner', 'outer']);
  });

  it('has its labels in text order, each one number that says path and place', () => {
    expect(outer.order.map(labelName)).toEqual(['begin', 'call', 'decide', 'out']);
    expect(outer.order.map(indexOf)).toEqual([0, 1, 2, 3]);
    expect(new Set(outer.order.map(pathIdOf))).toEqual(new Set([outer.id]));
  });

  it.each(['inner() @v1', 'mm/x.c:x @v1', 'mm/x.c:x()', 'mm x.c:x() @v1'])('refuses the source "%s"', source => {
    expect(() => path(source, Frame)({ a() {} })).toThrow(`path source "${source}": expected "file.c:function() @version"`);
  });

  it('is declared once', () => {
    expect(() => path('mm/other.c:inner() @v2', Frame)({ a() {} })).toThrow('a path "inner" is declared already');
  });

  it('takes no label twice, not from another change either', () => {
    expect(() => change(inner, edit => edit.after('only', { only() {} } as never))).toThrow(
      'inner has a label "only" already: choose another name',
    );
  });

  it('has room for 256 labels and says so when they are used up', () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`l${i}`, () => {}]));
    expect(() => path('mm/many.c:many() @v1', Frame)(many)).toThrow('many has more than 256 labels');
  });
});

describe('a body', () => {
  it('tells where it can go, read from its text', () => {
    const texts = [
      (_k: Shared, _me: unknown, go: Record<string, never>) => go.out,
      { local: (_me: unknown, go: Record<string, never>) => (go.begin ? go.out : go.begin) },
      calls(Frame)(inner, () => {}),
    ];
    expect(texts.map(body => gotosOf(body as never))).toEqual([['out'], ['begin', 'out'], []]);
  });

  it('does not go where only a comment says so', () => {
    const body = new Function('k', 'me', 'go', '// not go.nowhere\n/* nor go.there */ return go.out;');
    expect(gotosOf(body as never)).toEqual(['out']);
  });

  it('is a step, a call or a local', () => {
    const call = calls(Frame)([inner, inner], () => {});
    expect([isCall(call), isLocal(call as never), isLocal({ local() {} }), isCall({ local() {} }), isCall(() => {})]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(call.callees).toEqual([inner, inner]);
    expect(calls(Frame)(inner, () => {}).callees).toEqual([inner]);
  });
});
