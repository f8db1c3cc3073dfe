// Tables: aligned, numbers to the right, cut and never wrapped.
import { describe, expect, it } from 'vitest';
import { styleOf } from './colour.js';
import { tableLines } from './table.js';

const plain = (columns: number) => styleOf(false, columns);

describe('tableLines', () => {
  it('aligns', () => {
    const lines = tableLines(
      [{ title: 'name' }, { title: 'n', align: 'right' }, { title: 'says' }],
      [
        ['a', '7', 'x'],
        ['long name', '100', ''],
      ],
      plain(80),
    );
    expect(lines).toEqual(['name         n  says', 'a            7  x', 'long name  100']);
  });

  it('cuts what gives way, and then the rest, to the width', () => {
    const rows = [['a-name-of-some-length', 'words that go on and on and on']];
    const titles = [{ title: 'name' }, { title: 'says', shrinks: true }];
    expect(tableLines(titles, rows, plain(40))[1]).toBe('a-name-of-some-length  words that go on…');
    expect(tableLines(titles, rows, plain(20)).every(line => line.length <= 20)).toBe(true);
    expect(tableLines(titles, rows, plain(Number.POSITIVE_INFINITY))[1]).toContain('on and on and on');
  });

  it('paints after it has aligned', () => {
    const painted = tableLines([{ title: 'a' }, { title: 'b' }], [[{ text: 'x', paint: 'bad' }, 'y']], styleOf(true, 80));
    expect(painted[1].replace(/\u001b\[\d+m/g, '')).toBe('x  y');
  });
});
