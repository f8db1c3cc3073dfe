// Filling and cutting: no line is too long unless a word is, and no word is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, fill, tied } from './wrap.js';

describe('fill', () => {
  it('begins with what it is given and keeps to the width', () => {
    expect(fill('one two three four', 12, '- ', '  ')).toEqual(['- one two', '  three four']);
    expect(fill('', 10, 'x')).toEqual(['x']);
  });

  it('never breaks a word, and keeps tied words together', () => {
    expect(fill('a mm/vmscan.c:shrink_page_list()', 10)).toEqual(['a', 'mm/vmscan.c:shrink_page_list()']);
    expect(fill(`refcount ${tied('1 -> 1025')}`, 12)).toEqual(['refcount', '1 -> 1025']);
  });

  it('loses nothing', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 14, max: 40 }), (words, columns) => {
        const lines = fill(words.join(' '), columns, '> ', '  ');
        expect(lines.every(line => line.length <= columns)).toBe(true);
        expect(lines.map(line => line.slice(2)).join(' ')).toBe(words.join(' '));
      }),
    );
  });
});

describe('cut', () => {
  it('marks what it cuts', () => {
    expect(['abc', 'abcd', 'abcde'].map(text => cut(text, 4))).toEqual(['abc', 'abcd', 'abc…']);
    expect(cut('abc', 0)).toBe('');
  });
});
