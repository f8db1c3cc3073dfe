// Pieces of C: what each needs comes before it, and nothing twice.
import { describe, expect, it } from 'vitest';
import { piecesNamed } from './piece.js';

const pieces = { a: { c: 'A' }, b: { c: 'B' }, c: { c: 'C' } };

describe('piecesNamed', () => {
  it('gives each named piece once, in the order of the record', () => {
    expect(piecesNamed(pieces, ['c', 'a', 'c'])).toBe('AC');
  });

  it('says which names there are', () => {
    expect(() => piecesNamed(pieces, ['d'])).toThrow('no piece of the program is named "d"; there are a, b, c');
    expect(() => piecesNamed(pieces, ['toString'])).toThrow('"toString"');
  });
});
