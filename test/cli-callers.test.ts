// The table of callers as a user runs it: every word of it follows from verdicts, and proposals change it.
import { describe, expect, it } from 'vitest';
import { documentOf, pinproof } from './support/command.js';

interface Table {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly { readonly caller: string; readonly scenario: string; readonly cells: readonly string[] }[];
}

function table(...words: string[]): Table {
  const ran = pinproof(['callers', ...words, '--json']);
  expect(ran.code).toBe(0);
  return documentOf(ran).data.tables[0] as Table;
}

const cell = ({ rows, columns }: Table, caller: string, column: string): string =>
  rows.find(row => row.caller === caller)?.cells[columns.findIndex(({ name }) => name === column)] ?? 'no such cell';

describe('callers', () => {
  it('says what reclaim does with a pinned page on each kernel', () => {
    const all = table();
    expect(all.columns.length).toBeGreaterThanOrEqual(14);
    expect(cell(all, 'reclaim', 'v5.8')).toBe('left');
    expect(cell(all, 'reclaim', 'v5.11')).toBe('before');
    expect(cell(all, 'reclaim-swapcache', 'v6.12')).toBe('undone');
    expect(cell(all, 'reclaim-mirror', 'v6.12')).toBe('takes');
    expect(cell(all, 'uffd-move', 'v5.8')).toBe('absent');
  });

  it('says what a proposal changes, and for whom', () => {
    const some = table('--kernel', 'v5.8', '--with', 'v1', '--with', 'ttu-before-clear', '--with', 'ttu-after-clear');
    expect(cell(some, 'reclaim', 'v5.8')).toBe('left');
    expect(cell(some, 'reclaim', 'v5.8+v1')).toBe('before');
    expect(cell(some, 'reclaim', 'v5.8+ttu-before-clear')).toBe('told');
    expect(cell(some, 'reclaim', 'v5.8+ttu-after-clear')).toBe('undone');
    expect(cell(some, 'reclaim-i915', 'v5.8')).toBe('takes');
    expect(cell(some, 'reclaim-i915', 'v5.8+v1')).toBe('before');
  });

  it('fits 80 columns and explains its words', () => {
    const { out, code } = pinproof(['callers', '--kernel', 'v5.8', '--with', 'each', '--no-timing']);
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^ +left: refuses after the unmap/m);
  });
});
