// Where the characters of a YAML string stand in the source, whatever way it is quoted or folded.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScalar, parseDocument, stringify } from 'yaml';
import type { Passage } from './passage.js';
import { Reading } from './reading.js';
import type { Vocabulary } from './words.js';

const noWords: Vocabulary = { kernels: [], proposals: [], properties: [], memory: [], devices: [], roles: [], verbs: [] };

function passageOf(text: string): Passage {
  const reading = new Reading(text, noWords);
  return reading.passage(reading.root(), 'the text')!;
}

/** What stands in the source where the passage says that the word is. */
function found(text: string, word: string): string {
  const passage = passageOf(text);
  const from = passage.text.indexOf(word);
  const { line, col, endCol } = passage.at(from, from + word.length);
  return text.split('\n')[line - 1]!.slice(col - 1, endCol - 1);
}

describe('a word is found', () => {
  it.each([
    ['plain', 'read A now\n'],
    ['plain over two lines', 'wait until\n  pinned and\n  read A\n'],
    ['single quotes', "'it''s time to read A'\n"],
    ['single quotes over lines', "'it''s\n\n   time to read A'\n"],
    ['double quotes', '"a \\"b\\" \\x41\\u0041\\U0001F600 read A"\n'],
    ['double quotes over lines', '"a \\\n    b\n   read A"\n'],
    ['folded', '>\n  a b\n  c read A\n\n  d\n'],
    ['folded, stripped', '>-\n    a b\n    c read A\n'],
    ['literal', '|\n  a b\n    c\n  read A\n'],
    ['with carriage returns', '|\r\n  a b\r\n  read A\r\n'],
  ])('in a text that is %s', (_, text) => {
    expect(found(text, 'read A')).toBe('read A');
  });

  it('in any text, however yaml writes it', () => {
    const words = fc.array(fc.stringMatching(/^[a-z'"\\:#!é😀]{1,6}$/u), { minLength: 1, maxLength: 12 });
    const type = fc.constantFrom(...(['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_FOLDED', 'BLOCK_LITERAL'] as const));
    const blank = fc.constantFrom(' ', '\n', '  ', '\n\n');
    fc.assert(
      fc.property(words, blank, type, (before, between, defaultStringType) => {
        const value = `${before.join(between)}${between}§`;
        const text = stringify(value, { defaultStringType, lineWidth: 30 });
        const node = parseDocument(text, { schema: 'failsafe' }).contents;
        // A plain or block text cannot hold every value; yaml quotes then, or the value comes back changed.
        if (!isScalar(node) || node.value !== value) return;
        expect(found(text, '§')).toBe('§');
      }),
    );
  });
});

describe('a passage', () => {
  const passage = passageOf('  read A, B \n');

  it('gives words and commas', () => {
    expect(passage.words().map(({ text, at, from }) => [text, at.col, at.endCol, from])).toEqual([
      ['read', 3, 7, 0],
      ['A', 8, 9, 5],
      [',', 9, 10, 6],
      ['B', 11, 12, 8],
    ]);
  });

  it('is split into trimmed pieces', () => {
    expect(passage.split(',').map(piece => [piece.text, piece.at().col])).toEqual([
      ['read A', 3],
      ['B', 11],
    ]);
    expect(passage.split('..').map(piece => piece.text)).toEqual(['read A, B']);
    expect(passage.slice(4, 4).split(',')).toHaveLength(1);
  });

  it('ends a place at the end of its line', () => {
    const over = passageOf('one\n  two\n');
    expect(over.at()).toEqual({ line: 1, col: 1, endCol: 4 });
    expect(over.at(4)).toEqual({ line: 2, col: 3, endCol: 6 });
    expect(over.at(7, 7)).toEqual({ line: 2, col: 6, endCol: 7 });
  });
});
