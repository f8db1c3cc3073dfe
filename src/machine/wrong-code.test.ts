// Wrong code must not compile: the compiler is run over right and wrong paths and edits, and must complain of exactly the wrong ones.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));

const DECLARED = `
import { calls, change, done, type Of, record, Shared, wait, world } from './index.js';
const Folio = record('Folio', { ref: 4, dirty: 1 });
const Frame = record('Frame', { page: 2, unmapped: 1 });
const Range = record('Range', { mm: 2 });
declare class World extends Shared { readonly folio: Of<typeof Folio.fields>; }
const path = world<World>();
const notify = path('mm/n.c:notify() @v1', Range)({ begin(k, me) { me.mm = k.folio.ref; } });
const shrink = path('mm/s.c:shrink() @v1', Frame)({
  trylock(k, me, go) { if (k.folio.dirty) return go.keep; me.unmapped = 1; },
  pageout(k) { if (k.folio.ref === 2) return done; return wait; },
  keep() {},
});
const first = change(shrink, edit => edit.before('pageout', { dma_pinned(k, me, go) { if (k.folio.ref > 2) return go.keep; } }));
`;

/** A statement, and what the compiler must say of it; nothing for right code. */
const cases: readonly [what: string, code: string, error?: RegExp][] = [
  [
    'an edit at a label that the path has',
    `change(shrink, e => e.after('trylock', { x(k, me, go) { me.page = 1; return go.pageout; } }));`,
  ],
  ['an edit at an unknown label', `change(shrink, e => e.before('page_out', { x() {} }));`, /"page_out"/],
  ['a goto to an unknown label', `change(shrink, e => e.before('pageout', { x(_k, _me, go) { return go.kep; } }));`, /'kep'/],
  ['a goto between steps of one edit', `change(shrink, e => e.before('pageout', { x(_k, _me, go) { return go.y; }, y() {} }));`],
  [
    'a goto to a label of another change, not seen through it',
    `change(shrink, e => e.replace('keep', (_k, _me, go) => go.dma_pinned));`,
    /'dma_pinned'/,
  ],
  ['a goto to a label of another change, seen through it', `change(first.path, e => e.replace('keep', (_k, _me, go) => go.dma_pinned));`],
  ['an edit after a label it has removed', `change(shrink, e => e.remove('pageout').before('pageout', { x() {} }));`, /"pageout"/],
  [
    'a goto to a label it has removed',
    `change(shrink, e => e.remove('keep').after('pageout', { x(_k, _me, go) { return go.keep; } }));`,
    /'keep'/,
  ],
  ['an edit at a label it has brought', `change(shrink, e => e.after('keep', { x() {} }).after('x', { y() {} }));`],
  ['the wrong name for a title', `change(shrink, e => e.rename('keeep', 'keep'));`, /"keeep"/],
  ['an unknown local', `change(shrink, e => e.after('keep', { x(_k, me) { me.pfn = 1; } }));`, /'pfn'/],
  ['an unknown field of the shared state', `change(shrink, e => e.after('keep', { x(k) { k.folio.lock = 1; } }));`, /'lock'/],
  ['a field that is no number', `change(shrink, e => e.after('keep', { x(k) { k.folio.dirty = true; } }));`, /'boolean'/],
  ['a step that returns a number', `change(shrink, e => e.after('keep', { x() { return 7; } }));`, /./],
  [
    'a local that looks at shared state',
    `change(shrink, e => e.after('keep', { x: { local(me, go, k) { if (k) return go.keep; } } }));`,
    /./,
  ],
  [
    'a local that decides on locals',
    `change(shrink, e => e.after('keep', { x: { local(me, go) { if (me.unmapped) return go.keep; } } }));`,
  ],
  [
    "a call with the callee's frame",
    `change(shrink, e => e.after('keep', { x: calls(Frame)(notify, (me, to) => { to.mm = me.page; }, (me, from) => { me.page = from.mm; }) }));`,
  ],
  [
    'a call that fills a local the callee lacks',
    `change(shrink, e => e.after('keep', { x: calls(Frame)(notify, (me, to) => { to.page = me.page; }) }));`,
    /'page'/,
  ],
  ['a call from another frame', `change(shrink, e => e.after('keep', { x: calls(Range)(notify, (me, to) => { to.mm = me.mm; }) }));`, /./],
  ['a path with a goto to nowhere', `path('mm/w.c:wrong() @v1', Frame)({ a(_k, _me, go) { return go.b; } });`, /'b'/],
  ['a path whose steps want another world', `world<Shared>()('mm/w.c:wrong2() @v1', Frame)({ a(k) { k.folio.ref = 1; } });`, /'folio'/],
  ['a label from thin air', `path('mm/w.c:wrong3() @v1', Frame)({ a() { return 'b'; } });`, /./],
];

/** What the compiler says, by the index of the case that it says it of; -1 for the declarations. */
function complaints(): Map<number, string[]> {
  const name = join(folder, 'wrong-code.virtual.ts');
  const before = DECLARED.split('\n').length;
  const text = [DECLARED, ...cases.map(([, code], i) => `export const case${i} = ${code}`)].join('\n');
  const options = ts.convertCompilerOptionsFromJson(
    { target: 'ES2022', lib: ['ES2023'], module: 'NodeNext', moduleResolution: 'NodeNext', strict: true, noEmit: true, types: [] },
    folder,
  ).options;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = file => file === name || fileExists(file);
  host.getSourceFile = (file, ...more) =>
    file === name ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...more);
  const program = ts.createProgram([name], options, host);
  const source = program.getSourceFile(name) as ts.SourceFile;
  const said = new Map<number, string[]>();
  for (const { start, messageText } of program.getSemanticDiagnostics(source)) {
    const line = source.getLineAndCharacterOfPosition(start ?? 0).line - before;
    said.set(Math.max(line, -1), [...(said.get(line) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  return said;
}

describe('the compiler', () => {
  const said = complaints();

  it('has nothing against the declarations', () => {
    expect(said.get(-1)).toBeUndefined();
  });

  it.each(cases.map(([what, , error], i) => ({ what, error, i })))('judges: $what', ({ error, i }) => {
    if (error === undefined) expect(said.get(i)).toBeUndefined();
    else expect(said.get(i)?.join('\n')).toMatch(error);
  });
});
