// Which tokens a condition's text has.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Passage } from './passage.js';
import { tokensOf } from './tokens.js';

function tokens(text: string) {
  const offsets = Array.from({ length: text.length + 1 }, (_, index) => index);
  return tokensOf(new Passage(text, offsets, (start, end) => ({ line: 1, col: start + 1, endCol: end + 1 })));
}

describe('the tokens', () => {
  it.each([
    ['pte(A@mm1) is none', 'pte ( A @ mm1 ) is none'],
    ['maybe-pinned(A)', 'maybe-pinned ( A )'],
    ['nic.12=-EBUSY', 'nic . 12 = -EBUSY'],
    ['free>=3', 'free >= 3'],
    ['r.1 = -14', 'r . 1 = -14'],
    ['a != b', 'a != b'],
    ['é😀;', 'é 😀 ;'],
  ])('of %s', (text, wanted) => {
    expect(tokens(text).map(token => token.text)).toEqual([...wanted.split(' '), '']);
  });

  it('end where the text ends', () => {
    expect(tokens('ab ').at(-1)).toMatchObject({ kind: 'end', from: 3, at: { col: 4 } });
  });

  it('leave nothing out but blanks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        text =>
          tokens(text)
            .map(token => token.text)
            .join('') === text.replace(/\s/gu, ''),
      ),
    );
  });
});
