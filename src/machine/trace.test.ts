// Traces under test: how moves are told in lines, and what each line says has changed.
import { describe, expect, it } from 'vitest';
import { change } from './change.js';
import { compose } from './compose.js';
import { Layout } from './layout.js';
import { Machine } from './machine.js';
import { calls, world } from './path.js';
import { type Of, record } from './record.js';
import { Shared } from './shared.js';
import { type Move, tell } from './trace.js';

const Folio = record('Folio', { ref: 4, dirty: 1 });
const Frame = record('Frame', { page: 2 });

class World extends Shared {
  readonly u = new Int32Array(16);
  readonly layout = new Layout();
  readonly folios: Of<typeof Folio.fields>[] = [0, 1].map(i => Folio.handle(this.u, this.layout.add(Folio, `folio${i}`)));
}
const path = world<World>();

const put = path(
  'mm/swap.c:put_page() @v5.8',
  Frame,
)({
  put_page(k, me) {
    k.folios[me.page].ref--;
  },
});
const use = path(
  'mm/gup.c:use_page() @v5.8',
  Frame,
)({
  get_page(k, me) {
    k.folios[me.page].ref += k.choose(2) + 1;
  },
  set_page_dirty(k, me) {
    k.folios[me.page].dirty = 1;
  },
  put_page: calls(Frame)(put, (me, to) => {
    to.page = me.page;
  }),
  end() {},
});
const renamed = change(use, edit => edit.rename('set_page_dirty', 'folio_mark_dirty'));

function machine(): Machine<World> {
  const k = new World();
  const items = (page: number) => [
    { kind: 'run' as const, title: `use ${page}`, path: use, args: (me: { page: number }) => Object.assign(me, { page }) },
    { kind: 'until' as const, title: 'folio 1 is dirty', ready: (w: World) => w.folios[1].dirty === 1 },
  ];
  return new Machine(k, k.u, k.layout, compose([use, put], [{ id: 'c', changes: [renamed] }]), [
    { name: 'one', items: items(0) },
    { name: 'two', items: items(1) },
  ]);
}

const move = (thread: number, choice = 0): Move => ({ thread, choice });

describe('a told trace', () => {
  it('has a line for each run of one thread inside one path', () => {
    const lines = tell(machine(), [move(0, 1), move(0), move(1), move(0), move(0), move(1), move(1), move(1), move(0)]);
    expect(lines.map(({ actor, operation, path: name, labels }) => [actor, operation, name, ...labels])).toEqual([
      ['one', 'use 0', 'use_page', 'get_page', 'folio_mark_dirty'],
      ['two', 'use 1', 'use_page', 'get_page'],
      ['one', 'use 0', 'put_page', 'put_page'],
      ['one', 'use 0', 'use_page', 'end'],
      ['two', 'use 1', 'use_page', 'folio_mark_dirty'],
      ['two', 'use 1', 'put_page', 'put_page'],
      ['two', 'use 1', 'use_page', 'end'],
      ['one', 'folio 1 is dirty', '', 'folio 1 is dirty'],
    ]);
  });

  it('says what changed in the shared records, net of the line', () => {
    const lines = tell(machine(), [move(0, 1), move(0), move(0)]);
    expect(lines.map(({ source, changes }) => [source, changes])).toEqual([
      [
        'mm/gup.c:use_page() @v5.8',
        [
          { record: 'folio0', field: 'ref', old: 0, new: 2 },
          { record: 'folio0', field: 'dirty', old: 0, new: 1 },
        ],
      ],
      ['mm/swap.c:put_page() @v5.8', [{ record: 'folio0', field: 'ref', old: 2, new: 1 }]],
    ]);
  });

  it('refuses a move that cannot be taken', () => {
    const blocked = machine();
    tell(blocked, [move(0), move(0), move(0), move(0)]);
    expect(() => tell(blocked, [move(0)])).toThrow('a move of a trace must be possible where it is taken');
  });

  it('without moves has no lines', () => {
    expect(tell(machine(), [])).toEqual([]);
  });
});
