// Grids: each way of getting narrower, and that no line is ever too long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { styleOf } from './colour.js';
import { type Grid, gridLines } from './grid.js';

const style = (columns: number) => styleOf(false, columns);
const row = (label: string, ...texts: string[]) => ({ label, cells: texts.map(text => ({ text })) });
const kernels = ['v5.8', 'v5.9', '5.10.7', '5.10.9', 'v5.11'];

describe('gridLines', () => {
  it('stands in a group with its title, right under the heads', () => {
    const grid: Grid = { columns: ['v5.8', 'v5.9'], groups: [{ title: 'a scenario', rows: [row('COH', 'ok', 'BAD')] }] };
    expect(gridLines(grid, style(80))).toEqual(['      v5.8 v5.9', 'a scenario', '  COH   ok  BAD']);
  });

  it('draws neighbours together that agree everywhere, if they are neighbours', () => {
    const grid: Grid = { columns: kernels, groups: [{ title: '', rows: [row('COH', 'ok', 'BAD', 'BAD', 'ok', 'ok')] }] };
    expect(gridLines({ ...grid, ordered: true }, style(80))).toEqual([
      '    v5.8 v5.9..5.10.7 5.10.9..v5.11',
      'COH   ok          BAD            ok',
    ]);
    expect(gridLines(grid, style(80))[0]).toBe('    v5.8 v5.9 5.10.7 5.10.9 v5.11');
    expect(gridLines({ ...grid, ordered: true }, style(Number.POSITIVE_INFINITY))[0]).toBe('    v5.8 v5.9 5.10.7 5.10.9 v5.11');
  });

  it('leaves room for marks in all cells', () => {
    const cells = [{ text: 'ok' }, { text: 'ok', mark: '*' }];
    const grid: Grid = { columns: ['a', 'b'], groups: [{ title: '', rows: [{ label: 'x', cells }] }] };
    expect(gridLines(grid, style(80))).toEqual(['    a   b', 'x ok  ok*']);
  });

  it('turns few rows into columns', () => {
    const grid: Grid = { columns: kernels, groups: [{ title: '', rows: [row('COH', '1', '2', '3', '4', '5')] }] };
    expect(gridLines(grid, style(20))).toEqual(['       COH', 'v5.8     1', 'v5.9     2', '5.10.7   3', '5.10.9   4', 'v5.11    5']);
  });

  it('puts titles on several lines', () => {
    const rows = [1, 2, 3, 4, 5, 6].map(n => row(`property-${n}`, ...kernels.map(() => 'ok')));
    expect(gridLines({ columns: kernels, groups: [{ title: '', rows }] }, style(34)).slice(0, 3)).toEqual([
      '          v5.8  5.10.7   v5.11',
      '              v5.9  5.10.9',
      'property-1  ok  ok  ok  ok  ok',
    ]);
  });

  it('deals columns out over grids where nothing else helps', () => {
    const columns = Array.from({ length: 30 }, (_, i) => `kernel${i}`);
    const rows = Array.from({ length: 40 }, (_, i) => row(`p${i}`, ...columns.map((_, c) => `${c}`)));
    const lines = gridLines({ columns, groups: [{ title: '', rows }] }, style(60));
    expect(lines.filter(line => line === '').length).toBeGreaterThan(0);
    for (const title of columns) expect(lines.some(line => line.split(' ').includes(title))).toBe(true);
  });

  it('never has a line that is too long', () => {
    const label = fc.stringMatching(/^[a-z]{1,30}$/);
    const shape = fc.tuple(
      fc.array(fc.stringMatching(/^[a-z]{1,18}$/), { minLength: 1, maxLength: 20 }),
      fc.array(label, { minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(shape, fc.boolean(), fc.constantFrom(60, 80), ([columns, labels], ordered, width) => {
        const rows = labels.map((name, r) => row(name, ...columns.map((_, c) => ((r + c) % 3 ? 'BAD' : 'ok'))));
        const lines = gridLines(
          {
            columns,
            groups: [
              { title: 'one', rows },
              { title: 'two', rows },
            ],
            ordered,
          },
          style(width),
        );
        expect(lines.filter(line => line.length > width)).toEqual([]);
      }),
    );
  });
});
