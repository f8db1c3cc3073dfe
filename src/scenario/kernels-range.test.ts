// Ranges of kernels: names, ranges in the vocabulary's order, proposals.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';
import { kernelSetText } from './kernels-range.js';

const sets = (text: string) => parsed(scenario({ expect: `{ "${text}": holds }` })).expect[0]!.on;

describe('kernels', () => {
  it.each<[string, unknown]>([
    ['v5.8', [{ kind: 'kernel', kernel: 'v5.8', proposals: [] }]],
    ['v5.9..v5.10.9', [{ kind: 'range', first: 'v5.9', last: 'v5.10.9', kernels: ['v5.9', 'v5.10.7', 'v5.10.9'], proposals: [] }]],
    ['v5.9..v5.9', [{ kind: 'range', first: 'v5.9', last: 'v5.9', kernels: ['v5.9'], proposals: [] }]],
    ['v5.8+v1+mayfail', [{ kind: 'kernel', kernel: 'v5.8', proposals: ['v1', 'mayfail'] }]],
    ['v5.8..v5.9+skip-in-scan', [{ kind: 'range', first: 'v5.8', last: 'v5.9', kernels: ['v5.8', 'v5.9'], proposals: ['skip-in-scan'] }]],
    ['+v1', [{ kind: 'any', proposals: ['v1'] }]],
    ['others', [{ kind: 'others', proposals: [] }]],
    [
      'v5.8, v6.12+v1',
      [
        { kind: 'kernel', kernel: 'v5.8', proposals: [] },
        { kind: 'kernel', kernel: 'v6.12', proposals: ['v1'] },
      ],
    ],
  ])('%s', (text, wanted) => {
    expect(placeless(sets(text))).toEqual(wanted);
    expect(sets(text).map(kernelSetText).join(', ')).toBe(text);
  });

  it('know their places', () => {
    expect(sets('v5.8,  v5.9..v5.11+v1').map(({ at }) => [at.col, at.endCol])).toEqual([
      [12, 16],
      [19, 33],
    ]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['«5.10.7»', 'unknown-kernel', 'unknown kernel "5.10.7"; did you mean "v5.10.7"?', /^known: v5.8, v5.9, .*, others$/],
    ['«other»', 'unknown-kernel', 'unknown kernel "other"; did you mean "others"?'],
    ['v5.8..«5.9»', 'unknown-kernel'],
    ['«v5.19..v5.9»', 'range-upside-down', 'v5.19 comes after v5.9', 'write v5.9..v5.19'],
    ['v5.8..«»', 'missing-word', 'expected a kernel on both sides after "v5.8.."'],
    ['v5.8+«v3»', 'unknown-proposal', /^unknown proposal "v3"/, 'known: v1, skip-in-scan, mayfail'],
    ['+«may-fail»', 'unknown-proposal', 'unknown proposal "may-fail"; did you mean "mayfail"?'],
    ['v5.8,«»', 'empty', 'a kernel is empty'],
  ])('not: %s', (text, ...wanted) => {
    refuses(scenario({ expect: `{ "${text}": holds }` }), wanted);
  });
});

describe('the entry kernels', () => {
  const kernels = (text: string) => parsed(scenario({ kernels: text })).kernels.map(kernelSetText);

  it('is a text with commas or a list', () => {
    expect(kernels('v5.8..v6.12')).toEqual(['v5.8..v6.12']);
    expect(kernels('v5.8, v5.11..v6.12')).toEqual(['v5.8', 'v5.11..v6.12']);
    expect(kernels('[v5.8, v5.11..v6.12]')).toEqual(['v5.8', 'v5.11..v6.12']);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['[«v5.8+v1»]', 'wrong-type', 'kernels should be kernels and ranges of kernels only, found "v5.8+v1"'],
    ['«others»', 'wrong-type'],
    ['«[]»', 'empty', 'kernels is empty'],
    ['«{}»', 'wrong-type', 'kernels should be a text, found a map'],
  ])('not: %s', (text, ...wanted) => {
    refuses(scenario({ kernels: text }), wanted);
  });
});
