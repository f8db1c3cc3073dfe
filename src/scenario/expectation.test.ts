// Which verdict a file expects: the most specific entry that speaks of the property wins.
import { describe, expect, it } from 'vitest';
import { parsed, scenario } from '../../test/support/scenario.js';
import { expectationFor } from './expectation.js';
import type { Verdict } from './syntax.js';

function expected(entries: string, kernel: string, proposals: readonly string[] = [], property = 'deadlock') {
  const file = parsed(scenario({ never: '[deadlock]', sometimes: '[{ seen: r done }]', exists: 'k done', expect: `\n${entries}` }));
  return expectationFor(file, kernel, proposals, property);
}

const ladder = `
  others: holds
  v5.8..v5.11: violated
  v5.9: holds
  +v1: violated
  v5.8..v5.11+v1: holds
  v5.9+v1: violated
`;

describe('the expectation', () => {
  it.each<[kernel: string, proposals: string[], wanted: Verdict | undefined, why: string]>([
    ['v6.1', [], 'holds', 'others'],
    ['v5.8', [], 'violated', 'a range before others'],
    ['v5.9', [], 'holds', 'a name before a range'],
    ['v6.1', ['v1'], 'violated', 'a bare proposal on any kernel'],
    ['v5.8', ['v1'], 'holds', 'a range with the proposal before the bare proposal'],
    ['v5.9', ['v1'], 'violated', 'a name with the proposal before a range with it'],
    ['v5.9', ['mayfail'], undefined, 'entries without a proposal do not speak of one'],
    ['v5.9', ['mayfail', 'v1'], 'violated', 'an entry counts when all its proposals are on'],
  ])('on %s with %j is %s: %s', (kernel, proposals, wanted) => {
    expect(expected(ladder, kernel, proposals)).toBe(wanted);
  });

  it('prefers the entry with more proposals, however few its kernels', () => {
    expect(expected('  +v1: violated\n  +v1+mayfail: holds\n', 'v5.8', ['v1', 'mayfail'])).toBe('holds');
    expect(expected('  v5.8+v1: violated\n  +v1+mayfail: holds\n', 'v5.8', ['mayfail', 'v1'])).toBe('violated');
  });

  it('is none when the entries of two proposals contradict each other', () => {
    expect(expected('  +v1: violated\n  +mayfail: holds\n', 'v5.8', ['v1', 'mayfail'])).toBeUndefined();
    expect(expected('  +v1: violated\n  +mayfail: violated\n', 'v5.8', ['v1', 'mayfail'])).toBe('violated');
  });

  it('falls through to a less specific entry that speaks of the property', () => {
    const entries = '  others: holds\n  v5.8: { COH: violated }\n  v5.9: violated\n';
    expect(expected(entries, 'v5.8', [], 'COH')).toBe('violated');
    expect(expected(entries, 'v5.8', [], 'deadlock')).toBe('holds');
    expect(expected(entries, 'v5.9', [], 'deadlock')).toBe('violated');
    expect(expected(entries, 'v5.9', [], 'seen')).toBe('holds');
    expect(expected(entries, 'v5.9', [], 'exists')).toBe('holds');
  });

  it('is none without an entry', () => {
    expect(expected('  v5.8: violated\n', 'v5.9')).toBeUndefined();
    expect(expected('  v5.8: violated\n', 'v5.8', [], 'COH')).toBeUndefined();
    expect(expected('  v5.8: { seen: unreached }\n', 'v5.8', [], 'seen')).toBe('unreached');
  });
});
