// The whole file: its entries, what is missing or unknown, all problems in one run, and that nothing makes the parser throw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsed, refuses, scenario } from '../../test/support/scenario.js';
import { sampleWords } from '../../test/support/words.js';
import { parseScenario } from './parse.js';
import { renderProblem } from './problem.js';

describe('a file', () => {
  it('that is small', () => {
    const file = parsed(scenario());
    expect(file).toMatchObject({ name: 'sample', asks: { value: 'Is it so?', at: { line: 1, col: 7, endCol: 16 } } });
    expect(file).toMatchObject({ kernels: [], setup: [], properties: [], expect: [], exists: undefined, live: undefined, bias: undefined });
  });

  it('that has everything', () => {
    const file = parsed(
      scenario({
        note: '|\n  Two lines\n  of prose.\n',
        kernels: 'v5.8..v6.12',
        bias: '4',
        frames: '2',
        slots: '0',
        swap: 'roomy',
        setup: '[write A]',
        never: '[useless-invalidation]',
        exists: 'k.1 = kept',
        expect: '{ v5.8..v5.10.7: violated, others: holds }',
        budget: '4000000',
        live: 'no, because it names a label',
      }),
    );
    expect(file).toMatchObject({
      note: { value: 'Two lines\nof prose.' },
      bias: { value: 4 },
      frames: { value: 2 },
      slots: { value: 0 },
      swap: { value: 'roomy' },
      budget: { value: 4_000_000 },
      live: { runs: false, why: 'because it names a label' },
    });
  });

  it('that is JSON', () => {
    const json = { asks: 'Is it?', memory: { A: 'anon' }, threads: { r: ['read A'] }, bias: 8 };
    expect(parsed(JSON.stringify(json))).toMatchObject({ bias: { value: 8 }, threads: [{ name: 'r' }] });
  });

  it.each<[entries: Record<string, string | undefined>, ...Parameters<typeof refuses>[1]]>([
    [{ asks: 'Is it so«.»' }, 'not-a-question', 'asks should end with a question mark'],
    [{ asks: '"Is it so«!» "' }, 'not-a-question'],
    [{ asks: '"«»"' }, 'not-a-question'],
    [{ asks: '«[Is it so?]»' }, 'wrong-type', 'asks should be a text, found a list'],
    [{ '«memroy»': '{ A: anon }' }, 'unknown-key', 'unknown key "memroy" in the scenario; did you mean "memory"?', /^known: asks, note, /],
    [{ '«asks»': 'Is it?' }, 'duplicate', '"asks" stands twice in the scenario, first in line 1'],
    [{ bias: '«1»' }, 'out-of-bounds', 'bias should be a whole number from 2 to 65536, found "1"'],
    [{ bias: '«65537»' }, 'out-of-bounds'],
    [{ bias: '«1e3»' }, 'out-of-bounds'],
    [{ bias: '«[4]»' }, 'wrong-type', 'bias should be a number, found a list'],
    [{ frames: '«15»' }, 'out-of-bounds', 'frames should be a whole number from 1 to 14, found "15"'],
    [{ frames: '«0»' }, 'out-of-bounds'],
    [{ slots: '«-1»' }, 'out-of-bounds', 'slots should be a whole number from 0 to 15, found "-1"'],
    [{ swap: '«room»' }, 'unknown-word', 'unknown word "room" after swap; did you mean "roomy"?', 'known: tight, roomy'],
    [{ budget: '«0»' }, 'out-of-bounds'],
    [{ live: '«no»' }, 'no-reason', 'live: no should say why', 'write live: "no, because …"'],
    [{ live: '«never»' }, 'wrong-type', 'live should be yes or "no, because …", found "never"'],
    [{ live: '«false»' }, 'wrong-type'],
  ])('not: %j', (entries, ...wanted) => {
    refuses(scenario(entries), wanted);
  });

  it.each([
    ['asks', 'asks is the question, a text that ends with ?'],
    ['memory', 'memory is the pages: { A: anon }'],
    ['threads', 'threads is who does what: { reclaimer: [reclaim A] }'],
  ])('without %s', (key, hint) => {
    const marked = scenario({ [key]: undefined }).replace(/^./, '«$&»');
    refuses(marked, ['missing-key', `the scenario has no "${key}"`, hint]);
  });

  it('runs live, or says why not', () => {
    expect(parsed(scenario({ live: 'yes' })).live).toMatchObject({ runs: true });
    expect(parsed(scenario({ live: '"no: too slow"' })).live).toMatchObject({ runs: false, why: 'too slow' });
  });
});

describe('the problems of a file', () => {
  it('are told all in one run, in the order of the file', () => {
    refuses(
      scenario({
        asks: 'Is it so«.»',
        memory: '{ A: «anno», B: anon in mm1 }',
        threads: '{ nic: [«pni» A], r: [read «Z», reclaim A] }',
        never: '[«COH», { mine: pte(A) is «nun» }]',
        exists: '«r.7» = freed',
        expect: '{ «v5.7»: holds, «v6.1..v5.8»: holds }',
      }),
      ...(['not-a-question', 'unknown-kind', 'unknown-verb', 'unknown-page', 'wrong-list'] as const).map(code => [code] as const),
      ...(['unknown-word', 'no-such-operation', 'unknown-kernel', 'range-upside-down'] as const).map(code => [code] as const),
    );
  });

  it('are told once where two look-ups meet the same', () => {
    refuses(scenario({ devices: '{ gpu: i915@v5.8 watches «mm9» }', threads: '{ gpu: [unpin A] }' }), ['unknown-process']);
  });
});

/** Texts near to scenarios: pieces of one, shuffled, and signs that mean something to YAML or to us. */
const pieces = scenario({
  never: '[deadlock, { m: not (pte(A) is none) }]',
  exists: 'k.1 = kept',
  expect: '{ v5.8..v5.9+v1: holds }',
}).split(/(?<=[ \n,:])/);
const signs = [
  '"',
  "'",
  '- ',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '\n',
  '\n  ',
  '\t',
  '#',
  '&x ',
  '*x',
  '!!map ',
  '|\n',
  '>-\n',
  '? ',
  '---\n',
  '(',
  ')',
  '..',
  '\\',
  '\r\n',
  '\u0000',
  '😀',
];

describe('anything at all', () => {
  const harmless = (text: string) => {
    const { file, problems } = parseScenario(text, 'any', sampleWords);
    expect(file === undefined).toBe(problems.length > 0);
    const lines = text.split('\n').length;
    for (const problem of problems) {
      const { line, col, endCol } = problem.at;
      expect(line >= 1 && line <= lines && col >= 1 && endCol > col).toBe(true);
      expect(problem.message).not.toMatch(/undefined|\[object|NaN/);
      expect(renderProblem(problem, 'any.yaml', text).startsWith(`any.yaml:${line}:${col}: `)).toBe(true);
    }
  };

  it('is a file or has problems, each with a place in the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), harmless), { numRuns: 300 });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...signs), { maxLength: 40 }), parts => harmless(parts.join(''))),
      { numRuns: 1000 },
    );
  });

  it('stays so when a piece of a good file is lost, doubled or replaced', () => {
    const index = fc.nat({ max: pieces.length - 1 });
    const change = fc.tuple(index, fc.constantFrom(...signs, '', ...pieces));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), changes => {
        const parts = [...pieces];
        for (const [where, piece] of changes) parts[where] = piece;
        harmless(parts.join(''));
      }),
      { numRuns: 1000 },
    );
  });
});
