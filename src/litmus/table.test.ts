// A measured table as it is read: columns by name in any order, and what is refused, with its line.
import { describe, expect, it } from 'vitest';
import { parseTable, TableError } from './table.js';

const COLUMNS = ['kernel', 'kind', 'pin', 'op', 'outcome', 'op_rc', 'inv', 'dma2cpu', 'cpu2dma', 'same_after_touch', 'same_after_write'];
const CELLS = ['6.12.0', 'anon', 'none', 'pageout', 'kept', '0', '-1', '-', 'ok', 'yes', 'no'];
const table = (...lines: readonly (readonly string[])[]): string => lines.map(cells => `${cells.join('\t')}\n`).join('');

function refusal(text: string): string {
  try {
    parseTable(text);
  } catch (error) {
    if (error instanceof TableError) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'read';
}

describe('a table', () => {
  it('is read by the names of its columns, in any order, with more than are needed, with either line end', () => {
    const [row] = parseTable(table(COLUMNS, CELLS));
    expect(row).toMatchObject({ line: 2, kernel: '6.12.0', inv: -1, same_after_write: 'no' });
    const turned = table([...COLUMNS, 'note'].reverse(), [...CELLS, 'x'].reverse());
    expect(parseTable(turned)).toEqual([{ ...row, note: 'x' }]);
    expect(parseTable(turned.replaceAll('\n', '\r\n'))).toEqual([{ ...row, note: 'x' }]);
  });

  it('may have no rows', () => {
    expect(parseTable(table(COLUMNS))).toEqual([]);
  });

  it.each([
    ['', '1: the table is empty'],
    [table(COLUMNS.slice(1)), '1: the table has no column kernel; it has kind, '],
    [table(COLUMNS, CELLS, CELLS.slice(1)), '3: line 3 is torn: it has 10 cells, the first line names 11 columns'],
    [table(COLUMNS, [...CELLS, 'x']), '2: line 2 is torn: it has 12 cells'],
    [
      table(
        COLUMNS,
        CELLS.map(cell => (cell === '-1' ? 'many' : cell)),
      ),
      '2: line 2: inv is "many", expected a whole number',
    ],
    [table([...COLUMNS, 'op'], [...CELLS, 'x']), '1: the table has two columns op'],
    [table(COLUMNS, ['6.12.0', 'anon', 'none', 'pageout', '', ...CELLS.slice(5)]), '2: line 2: outcome is empty'],
    [table(COLUMNS, [...CELLS.slice(0, 6), '-3', ...CELLS.slice(7)]), '2: line 2: inv is "-3"'],
    [
      table(
        COLUMNS,
        CELLS.map(cell => (cell === 'anon' ? 'anno' : cell)),
      ),
      '2: line 2: unknown kind of page "anno"; known: anon, ',
    ],
  ])('is refused: %j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });
});
