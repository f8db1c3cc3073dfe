// The published schemas against what the verbs write: each real document fits, and one that is broken does not.
import { writeFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { verbs } from '../src/cli/verbs.js';
import { type Document, documentOf, pinproof } from './support/command.js';
import { sampleFolder, shown } from './support/samples.js';

const { folder, file } = sampleFolder();
/** Rows of an agreed, of a contradicted and of an unmodelled kind. */
const table = [
  ['kernel', 'kind', 'pin', 'op', 'outcome', 'op_rc', 'inv', 'dma2cpu', 'cpu2dma', 'same_after_touch', 'same_after_write'],
  ['6.1.0', 'anon', 'uring_fixed', 'pageout', 'kept', '0', '0', 'coherent', 'coherent', 'same', 'same'],
  ['6.1.0', 'anon', 'uring_fixed', 'pageout', 'replaced', '0', '1', 'lost(zero)', 'zero', 'other', 'other'],
  ['6.1.0', 'hugetlb_1g', 'uring_fixed', 'pageout', 'kept', '0', '0', 'coherent', 'coherent', 'same', 'same'],
];
writeFileSync(file('measured.tsv'), table.map(row => `${row.join('\t')}\n`).join(''));

const read = new Map<string, ValidateFunction>();

/** As a reader of documents gets it: from the program, by the document's type. */
function schemaFor(type: string): ValidateFunction {
  const known =
    read.get(type) ?? new Ajv2020({ strict: true, strictRequired: false }).compile(JSON.parse(pinproof(['help', 'schema', type]).out));
  read.set(type, known);
  return known;
}

/** What does not fit; '' where all does. */
function misfits(document: unknown, type: string): string {
  const fits = schemaFor(type);
  return fits(document) ? '' : JSON.stringify(fits.errors, null, 1);
}

function written(words: readonly string[], env: NodeJS.ProcessEnv = {}): Document {
  return documentOf(pinproof([...words, '--json'], { cwd: folder, env }));
}

const lists = ['scenarios', 'kernels', 'proposals', 'commits', 'properties', 'paths', 'devices', 'verbs'];
const shows = [shown, 'try_to_unmap_one', 'put_page', '6c287605', 'early', 'v5.11', 'COH'];
const documents: [type: string, words: string[]][] = [
  ['answer', ['answer']],
  ['check', ['check', shown, 'i915-stalls-reclaim']],
  ['check', ['check', 'unexpected.yaml', '-k', 'v5.8', '--full']],
  ['check', ['check', 'observed.yaml', '--trace', '--no-timing']],
  ['check', ['check', 'endless.yaml', '--states', '300']],
  ['check', ['check', 'endless.yaml', '--time', '0.2']],
  ['check', ['check', 'observed.yaml', '-k', 'v6.1']],
  ['check', ['check', 'i915-pins-again-for-ever', '--trace']],
  ['matrix', ['matrix', shown, 'observed.yaml']],
  ['callers', ['callers', '--kernel', 'v5.8']],
  ['crashes', ['crashes', '--kernel', 'v5.8']],
  ['callbacks', ['callbacks', '--kernel', 'v5.8', '--with', 'v1']],
  ['matrix', ['matrix', shown, '--with', 'each', '--no-timing']],
  ...lists.map((what): [string, string[]] => ['list', ['list', what]]),
  ...shows.map((name): [string, string[]] => ['show', ['show', name]]),
  ['agree', ['agree', 'measured.tsv']],
  ['init', ['init', 'mine.yaml']],
  ['live', ['live', '--swap', 'none']],
  ['live', ['live', '--emit', 'repro.c']],
  ['doctor', ['doctor']],
  ['bench', ['bench', 'reference', '--config', '1 1 1 1 1 0 2']],
  ['bench', ['bench', '--runs', '1', '--config', '1 1 1 1 1 0 2']],
  ['completion', ['completion', 'bash']],
  ['help', ['help', 'json']],
  ['help', ['check', '--help']],
  ['version', ['--version']],
  ['error', ['chekc']],
  ['error', ['check', 'wrong.yaml']],
  ['error', ['show', 'no-such-name']],
];

describe('a document', () => {
  it.each(documents)('of type %s fits its schema: %j', (type, words) => {
    // The question is answered without a compiler, too: this test wants no swap file.
    const document = written(words, type === 'answer' ? { PATH: '' } : {});
    expect(document.type).toBe(type);
    expect(misfits(document, type)).toBe('');
  });

  it('of a table has rows of each verdict', () => {
    const { rows } = written(['agree', 'measured.tsv']).data;
    expect(rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['agreed', 'contradicted', 'unmodelled']);
    // What contradicts is told as the model has it.
    expect(rows[1].way.map(({ actor }: { actor: string }) => actor)).toContain('script');
    expect(rows[1].way.flatMap(({ says }: { says: string[] }) => says)).not.toEqual([]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a document is broken in any place
type Broken = (data: any) => void;

describe('a schema', () => {
  it('is there for every verb', () => {
    for (const { name } of verbs) expect(schemaFor(name).schema, name).toMatchObject({ properties: { type: { const: name } } });
    const { code, err } = pinproof(['help', 'schema', 'chekc']);
    expect({ code, err: err.split('\n')[0] }).toEqual({ code: 2, err: 'pinproof: unknown document "chekc"; did you mean "check"?' });
    expect(pinproof(['help', 'check', 'matrix']).code).toBe(2);
  });

  it.each<[string, string, Broken]>([
    ['misses the verdicts', 'check', data => delete data.scenarios[0].answers[0].properties],
    ['has a depth in words', 'check', data => Object.assign(data.scenarios[0].answers[0].properties[0], { depth: 'three' })],
    ['has a word that no verdict is', 'check', data => Object.assign(data.scenarios[0].answers[0].properties[0], { result: 'maybe' })],
    ['misses a line of a trace', 'check', data => delete data.scenarios[0].answers[0].traces[0].lines[0].actor],
    ['has more than is said', 'check', data => Object.assign(data, { more: 1 })],
    ['misses the sum', 'check', data => delete data.summary],
    ['has cells of no table', 'matrix', data => Object.assign(data.tables[0].rows[0], { cells: 'ok' })],
    ['has another list', 'list', data => Object.assign(data, { kernels: [] })],
  ])('refuses a document that %s', (_, type, breaks) => {
    const document = written([type, ...(type === 'list' ? [] : [shown, '-k', 'v5.8'])]);
    expect(misfits(document, type)).toBe('');
    breaks(document.data);
    expect(misfits(document, type)).not.toBe('');
  });

  it('refuses the document of another verb, and an error without a fault', () => {
    expect(misfits(written(['list']), 'show')).not.toBe('');
    expect(misfits({ ...written(['chekc']), errors: [] }, 'error')).not.toBe('');
  });
});
