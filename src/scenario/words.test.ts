// Which known word is offered for a wrong one, and that the distance behind it is one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './words.js';

describe('the nearest word', () => {
  it.each([
    ['memroy', ['asks', 'memory'], 'memory'],
    ['pni', ['unpin', 'pin'], 'pin'],
    ['Reclaim', ['reclaim'], 'reclaim'],
    ['5.10.7', ['v5.8', 'v5.10.7', 'v5.10.9'], 'v5.10.7'],
    ['useless', ['deadlock', 'useless-invalidation'], 'useless-invalidation'],
    ['a', ['A', 'B'], 'A'],
    ['raed', ['read', 'road'], 'read'],
  ])('for %s of %j is %s', (found, known, wanted) => {
    expect(nearest(found, known)).toBe(wanted);
  });

  it.each([
    ['B', ['A']],
    ['mm', ['A', 'xx']],
    ['', ['', 'a']],
    ['reclaim', ['exit', 'wait']],
    ['x'.repeat(1000), ['x'.repeat(999)]],
  ])('for %s of %j is none', (found, known) => {
    expect(nearest(found, known)).toBeUndefined();
  });

  it('is the word itself when it is known', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,20}$/), word => nearest(word, ['zzzzzzzzzzzzzzzzzzzzzzzz', word]) === word));
  });
});

describe('the edit distance', () => {
  const far = 100;
  it.each([
    ['', '', 0],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
    ['pin', 'unpin', 2],
    ['v5.8', 'v5.9', 1],
  ])('from %j to %j is %i', (a, b, wanted) => {
    expect(editDistance(a, b, far)).toBe(wanted);
    expect(editDistance(a, b, 2)).toBe(Math.min(wanted, 2));
  });

  it('is the same both ways, nought only for equal words, and grows by one a letter at most', () => {
    const word = fc.stringMatching(/^[abc]{0,8}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const distance = editDistance(a, b, far);
        expect(distance).toBe(editDistance(b, a, far));
        expect(distance === 0).toBe(a === b);
        expect(Math.abs(distance - editDistance(a, `${b}${c}`, far))).toBeLessThanOrEqual(c.length);
      }),
    );
  });
});
