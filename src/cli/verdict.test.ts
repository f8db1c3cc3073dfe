// Verdicts against expectations, herd7's line, and kernels drawn together.
import { describe, expect, it } from 'vitest';
import type { PropertyVerdict } from '../judge/index.js';
import { contradicts, isVacuous, missesExpectation, observation, rangesText } from './verdict.js';

const verdict = (more: Partial<PropertyVerdict>): PropertyVerdict => ({
  name: 'COH',
  kind: 'never',
  listed: true,
  says: '',
  when: '',
  result: 'holds',
  expected: undefined,
  met: 1,
  seen: 0,
  depth: undefined,
  ...more,
});

describe('a verdict', () => {
  it('contradicts what the file expects', () => {
    expect(contradicts(verdict({ result: 'violated', expected: 'violated' }))).toBe(false);
    expect(contradicts(verdict({ result: 'holds', expected: 'violated' }))).toBe(true);
    expect(contradicts(verdict({ result: 'inconclusive', expected: 'violated' }))).toBe(false);
  });

  it('contradicts its own kind where the file expects nothing', () => {
    const violated = verdict({ result: 'violated' });
    expect([contradicts(violated), missesExpectation(violated)]).toEqual([true, false]);
    expect(contradicts(verdict({ kind: 'sometimes', result: 'unreached' }))).toBe(true);
    expect(contradicts(verdict({ name: 'exists', kind: 'sometimes', result: 'unreached' }))).toBe(false);
  });

  it('is vacuous where its question never came up', () => {
    expect(isVacuous(verdict({ met: 0 }))).toBe(true);
    expect(isVacuous(verdict({ met: 0, result: 'inconclusive' }))).toBe(false);
  });
});

describe('observation', () => {
  it('counts as herd7 does', () => {
    const ends = (met: number, seen: number) => observation('MP', verdict({ name: 'exists', met, seen }));
    expect([ends(4, 0), ends(4, 1), ends(4, 4)]).toEqual([
      'Observation MP Never 0 4',
      'Observation MP Sometimes 1 3',
      'Observation MP Always 4 0',
    ]);
  });
});

describe('rangesText', () => {
  const all = ['a', 'b', 'c', 'd', 'e'];
  it('draws neighbours together where the order has no gaps', () => {
    expect(rangesText(all, ['a', 'c', 'd', 'e'])).toBe('a, c..e');
    expect(rangesText(all, all)).toBe('a..e');
    expect(rangesText(all, ['c', 'd'], false)).toBe('c, d');
    expect(rangesText(all, [])).toBe('');
  });
});
