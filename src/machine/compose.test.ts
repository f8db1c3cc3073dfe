// Edits and composing under test: what each verb does to the links of a path, and which contradictions are refused by name.
import { describe, expect, it } from 'vitest';
import { type Change, change } from './change.js';
import { compose } from './compose.js';
import { type AnyPath, calls, done, indexOf, type Label, labelName, world } from './path.js';
import { record } from './record.js';
import type { Shared } from './shared.js';

const path = world<Shared>();
const Frame = record('Frame', { x: 2 });
let declared = 0;

/** A path of its own for each test: labels are interned for good. */
function abc() {
  declared++;
  return path(
    `mm/abc.c:abc${declared}() @v1`,
    Frame,
  )({
    a() {},
    b() {},
    c(_k, me, go) {
      if (me.x === 1) return go.b;
    },
  });
}

const name = (label: Label): string => (label === done ? 'done' : labelName(label));

/** The links of a path after changes, by label: what it falls into and where a goto to it lands. */
function linked(base: AnyPath, ...changes: Change[]) {
  const commits = changes.map((one, i) => ({ id: `commit${i + 1}`, changes: [one] }));
  const { order, next, entry, first, title, by } = compose([base], commits).of(base);
  const each = (of: readonly Label[]) => Object.fromEntries(order.map(label => [labelName(label), name(of[indexOf(label)])]));
  return {
    order: order.map(labelName),
    falls: each(next),
    lands: each(entry),
    first: labelName(first),
    titles: order.map(label => title[indexOf(label)]),
    by: order.map(label => by[indexOf(label)]),
  };
}

describe('a base path', () => {
  it('falls through in text order, and a goto lands where it says', () => {
    expect(linked(abc())).toEqual({
      order: ['a', 'b', 'c'],
      falls: { a: 'b', b: 'c', c: 'done' },
      lands: { a: 'a', b: 'b', c: 'c' },
      first: 'a',
      titles: ['a', 'b', 'c'],
      by: [undefined, undefined, undefined],
    });
  });
});

describe('before', () => {
  it('is passed by every way in: fall-through, goto and call', () => {
    const p = abc();
    const { order, falls, lands, by } = linked(
      p,
      change(p, edit => edit.before('b', { x() {}, y() {} })),
    );
    expect(order).toEqual(['a', 'x', 'y', 'b', 'c']);
    expect(falls).toEqual({ a: 'x', x: 'y', y: 'b', b: 'c', c: 'done' });
    expect(lands.b).toBe('x');
    expect(by).toEqual([undefined, 'commit1', 'commit1', undefined, undefined]);
    const q = abc();
    expect(
      linked(
        q,
        change(q, edit => edit.before('a', { x() {} })),
      ).first,
    ).toBe('x');
  });

  it('stacks: a second one is passed after the first, one before the first ahead of it', () => {
    const p = abc();
    const one = change(p, edit => edit.before('b', { x() {} }));
    const two = change(p, edit => edit.before('b', { y() {} }));
    const three = change(one.path, edit => edit.before('x', { w() {} }));
    const { order, lands } = linked(p, one, two, three);
    expect(order).toEqual(['a', 'w', 'x', 'y', 'b', 'c']);
    expect([lands.b, lands.x, lands.y]).toEqual(['w', 'w', 'y']);
  });

  it('leaves a goto to what follows when it is removed again', () => {
    const p = abc();
    const one = change(p, edit => edit.before('b', { x() {}, y() {} }));
    const less = change(one.path, edit => edit.remove('x'));
    expect(linked(p, one, less)).toMatchObject({ order: ['a', 'y', 'b', 'c'], lands: { b: 'y' }, falls: { a: 'y' } });
    const none = change(less.path, edit => edit.remove('y'));
    expect(linked(p, one, less, none)).toMatchObject({ order: ['a', 'b', 'c'], lands: { b: 'b' } });
  });
});

describe('after', () => {
  it('is passed by the fall-through only', () => {
    const p = abc();
    const { falls, lands } = linked(
      p,
      change(p, edit => edit.after('a', { x() {} })),
    );
    expect(falls).toEqual({ a: 'x', x: 'b', b: 'c', c: 'done' });
    expect(lands.b).toBe('b');
  });

  it('may follow the last step', () => {
    const p = abc();
    expect(
      linked(
        p,
        change(p, edit => edit.after('c', { x() {} })),
      ).falls,
    ).toMatchObject({ c: 'x', x: 'done' });
  });
});

describe('aside', () => {
  it('is reached by goto only, and falls into what it stands above', () => {
    const p = abc();
    const { order, falls, lands } = linked(
      p,
      change(p, edit => edit.aside('b', { undo() {}, undo2() {} })),
    );
    expect(order).toEqual(['a', 'undo', 'undo2', 'b', 'c']);
    expect(falls).toEqual({ a: 'b', undo: 'undo2', undo2: 'b', b: 'c', c: 'done' });
    expect(lands).toMatchObject({ b: 'b', undo: 'undo' });
  });

  it('does not fall into another one at the same place', () => {
    const p = abc();
    const one = change(p, edit => edit.aside('b', { undo() {} }));
    const two = change(p, edit => edit.aside('b', { other() {} }));
    expect(linked(p, one, two).falls).toEqual({ a: 'b', undo: 'b', other: 'b', b: 'c', c: 'done' });
  });

  it('above the first step does not make the path begin with it', () => {
    const p = abc();
    expect(
      linked(
        p,
        change(p, edit => edit.aside('a', { undo() {} })),
      ),
    ).toMatchObject({ first: 'a', order: ['undo', 'a', 'b', 'c'] });
  });

  it('passes what stands before its place, whichever came first', () => {
    const p = abc();
    const before = change(p, edit => edit.before('b', { x() {} }));
    const aside = change(p, edit => edit.aside('b', { undo() {} }));
    expect(linked(p, before, aside).falls).toEqual({ a: 'x', undo: 'x', x: 'b', b: 'c', c: 'done' });
    expect(linked(p, aside, before).falls).toEqual({ a: 'x', undo: 'x', x: 'b', b: 'c', c: 'done' });
  });

  it('keeps what is put around it aside as well', () => {
    const p = abc();
    const aside = change(p, edit => edit.aside('b', { undo() {} }));
    const around = change(aside.path, edit =>
      edit
        .before('undo', { x() {} })
        .after('undo', { y() {} })
        .aside('undo', { z() {} }),
    );
    const { falls, lands } = linked(p, aside, around);
    expect(falls).toEqual({ a: 'b', z: 'x', x: 'undo', undo: 'y', y: 'b', b: 'c', c: 'done' });
    expect(lands.undo).toBe('x');
  });
});

describe('replace', () => {
  it('puts another body under the same label', () => {
    const p = abc();
    const { by, order } = linked(
      p,
      change(p, edit => edit.replace('b', () => {})),
    );
    expect([order, by]).toEqual([
      ['a', 'b', 'c'],
      [undefined, 'commit1', undefined],
    ]);
  });

  it('of what another change replaced is refused, unless it is seen through that one', () => {
    const p = abc();
    const one = change(p, edit => edit.replace('b', () => {}));
    const two = change(p, edit => edit.replace('b', () => {}));
    const through = change(one.path, edit => edit.replace('b', () => {}));
    expect(() => linked(p, one, two)).toThrow(
      `commit2 and commit1 both replace ${p.name}.b: see the path through commit1 to say which comes last`,
    );
    expect(linked(p, one, through).by[1]).toBe('commit2');
  });
});

describe('remove', () => {
  it('lets what fell into it fall into what follows', () => {
    const p = abc();
    expect(
      linked(
        p,
        change(p, edit => edit.remove('a')),
      ),
    ).toMatchObject({ first: 'b', order: ['b', 'c'] });
  });

  it('is refused while a goto still names the label, by name of both', () => {
    const p = abc();
    expect(() =>
      linked(
        p,
        change(p, edit => edit.remove('b')),
      ),
    ).toThrow(`mm/abc.c:${p.name}() @v1: ${p.name}.c goes to "b", which this kernel lacks`);
    const both = change(p, edit => edit.replace('c', () => {}).remove('b'));
    expect(linked(p, both).order).toEqual(['a', 'c']);
  });

  it('names the commit whose goto is left without a place', () => {
    const p = abc();
    const brings = change(p, edit => edit.after('a', { x: (_k, me, go) => (me.x === 0 ? go.a : undefined) }));
    const takes = change(p, edit => edit.remove('a'));
    expect(() => linked(p, brings, takes)).toThrow(`commit1: ${p.name}.x goes to "a", which this kernel lacks`);
  });

  it('leaves no step for a later edit to stand at', () => {
    const p = abc();
    const takes = change(p, edit => edit.remove('a'));
    const late = change(p, edit => edit.after('a', { x() {} }));
    expect(() => linked(p, takes, late)).toThrow(`commit2: ${p.name} has no "a" in this kernel; it has b, c`);
  });

  it('of every step is refused', () => {
    const p = abc();
    const all = change(p, edit => edit.remove('c').remove('b').remove('a'));
    expect(() => linked(p, all)).toThrow(`${p.name} has no step left`);
  });
});

describe('rename', () => {
  it('changes the title and nothing else', () => {
    const p = abc();
    const plain = linked(p);
    const { titles, ...rest } = linked(
      p,
      change(p, edit => edit.rename('b', 'folio_b')),
    );
    expect(titles).toEqual(['a', 'folio_b', 'c']);
    expect(rest).toEqual({ order: plain.order, falls: plain.falls, lands: plain.lands, first: 'a', by: plain.by });
  });
});

describe('an edit', () => {
  it('of a label that was never declared is refused where it is written', () => {
    const p = abc();
    expect(() => change(p, edit => edit.remove('d' as never))).toThrow(`${p.name} has no label "d"; it has a, b, c`);
  });

  it('that brings no step is refused', () => {
    const p = abc();
    expect(() => change(p, edit => edit.before('b', {}))).toThrow(`${p.name}: before "b" brings no step`);
  });

  it('seen through another change needs that change', () => {
    const p = abc();
    const one = change(p, edit => edit.after('a', { x() {} }));
    const two = change(one.path, edit => edit.after('x', { y() {} }));
    const three = change(two.path, edit => edit.after('y', { z() {} }));
    expect(linked(p, one, two, three).order).toEqual(['a', 'x', 'y', 'z', 'b', 'c']);
    expect(() => linked(p, two)).toThrow(`commit1 needs the change of ${p.name} that brings x, which this kernel lacks`);
    expect(() => linked(p, one, three)).toThrow(`commit2 needs the change of ${p.name} that brings y, which this kernel lacks`);
  });

  it('does not change what other kernels have', () => {
    const p = abc();
    const plain = linked(p);
    linked(
      p,
      change(p, edit => edit.before('b', { x() {} }).replace('c', () => {})),
    );
    expect(linked(p)).toEqual(plain);
  });

  it('of a path that the base lacks is refused', () => {
    const p = abc();
    const q = abc();
    expect(() =>
      linked(
        p,
        change(q, edit => edit.remove('a')),
      ),
    ).toThrow(`commit1 changes ${q.name}, which this base lacks`);
  });
});

describe('composing', () => {
  it('refuses a call of a path that the kernel lacks', () => {
    const p = abc();
    const caller = path('mm/caller.c:caller() @v1', Frame)({ call: calls(Frame)(p, () => {}) });
    expect(() => compose([caller], [])).toThrow(`caller calls ${p.name}, which this kernel lacks`);
    expect(compose([caller, p], []).of(caller).path.name).toBe('caller');
  });

  it('refuses a goto that no path has', () => {
    const direct = path('mm/direct.c:direct() @v1', Frame)({ a: ((_k: unknown, _me: unknown, go: { b: Label }) => go.b) as never });
    expect(() => compose([direct], [])).toThrow('mm/direct.c:direct() @v1: direct.a goes to "b", which no path has');
  });

  it('gives the paths it has, and refuses to give others', () => {
    const p = abc();
    const q = abc();
    const links = compose([p], []);
    expect([...links.all()].map(l => l.path)).toEqual([p]);
    expect(() => links.of(q)).toThrow(`this kernel has no path ${q.name}`);
  });
});
