// The manual, docs/scenario.md: every example in it is a scenario, and the errors it shows are those one gets.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleWords } from '../../test/support/words.js';
import { parseScenario } from './parse.js';
import { renderProblem } from './problem.js';
import { VOCABULARY } from './vocabulary.js';
import type { Vocabulary } from './words.js';

const manual = readFileSync(new URL('../../docs/scenario.md', import.meta.url), 'utf8');

/** What the shorter examples leave out. */
const meant: Readonly<Record<string, string>> = {
  asks: 'Is it so?',
  memory: '{ A: anon }',
  devices: '{ nic: uring }',
  threads: '{ nic: [pin A write longterm], cpu: [read A, write A], reclaimer as kswapd: [reclaim A] }',
};

const blocks = (tag: string): string[] =>
  Array.from(manual.matchAll(new RegExp(`^\`\`\`${tag}\n(.*?)^\`\`\`$`, 'gms')), found => found[1] ?? '');

function completed(example: string): string {
  const left = Object.entries(meant).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(example));
  return left.map(([key, value]) => `${key}: ${value}\n`).join('') + example;
}

const vocabularies: [string, Vocabulary][] = [
  ['the words of the model', VOCABULARY],
  ['the words of the tests', sampleWords],
];

describe.each(vocabularies)('the manual, in %s', (_, words) => {
  it.each(blocks('yaml').map(block => [block]))('has an example that is a scenario:\n%s', example => {
    const text = completed(example);
    expect(parseScenario(text, 'example', words).problems.map(problem => renderProblem(problem, 'example.yaml', text))).toEqual([]);
  });

  it('shows errors as they are', () => {
    const [wrong, ...others] = blocks('yml');
    expect(others).toEqual([]);
    const { problems } = parseScenario(wrong!, 'pin', words);
    expect(problems.map(problem => `${renderProblem(problem, 'pin.yaml', wrong!)}\n`).join('')).toBe(blocks('text')[0]);
  });
});

describe('the manual', () => {
  it('has examples, and the first one is whole', () => {
    expect(blocks('yaml').length).toBeGreaterThan(8);
    expect(completed(blocks('yaml')[0]!)).toBe(blocks('yaml')[0]);
  });

  it.each([
    'asks note kernels bias frames slots swap memory devices setup threads never always sometimes eventually exists expect budget live',
    'tight roomy shared private swapcache swapped mlocked lazyfree dirty clean order watches',
    'pte frame pinned data notified refcount mapcount maybe-pinned free done at none swap migration ro rw same other freed cpu dma disk',
    'holds violated unreached others loop times do either exit init zero',
  ])('names all the words of the grammar: %s', words => {
    const said = new Set(manual.match(/[\w-]+/g));
    expect(words.split(' ').filter(word => !said.has(word))).toEqual([]);
  });
});
