// A table: columns aligned, numbers to the right, no line longer than asked for. Lines are cut, never wrapped.
import type { Paint, Style } from './colour.js';
import { cut } from './wrap.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives way first when the table is too wide. */
  readonly shrinks?: boolean;
}

export type Cell = string | { readonly text: string; readonly paint: keyof Paint };

const gap = 2;
const least = 8;

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], { paint, columns: width }: Style): string[] {
  const widths = columns.map(({ title }, i) => rows.reduce((most, row) => Math.max(most, textOf(row[i] ?? '').length), title.length));
  narrow(columns, widths, width);
  const line = (cells: readonly Cell[], whole?: keyof Paint): string => {
    const pieces = columns.map(({ align }, i) => {
      const cell = cells[i] ?? '';
      const text = cut(textOf(cell), widths[i]);
      const blank = ' '.repeat(widths[i] - text.length);
      const style = whole ?? (typeof cell === 'string' ? undefined : cell.paint);
      const painted = style === undefined || text === '' ? text : paint[style](text);
      return align === 'right' ? blank + painted : painted + blank;
    });
    return pieces.join(' '.repeat(gap)).trimEnd();
  };
  const titles = columns.some(({ title }) => title !== '')
    ? [
        line(
          columns.map(({ title }) => title),
          'bold',
        ),
      ]
    : [];
  return [...titles, ...rows.map(row => line(row))];
}

/** Takes the width that is too much from the columns that give way, the last one first. */
function narrow(columns: readonly Column[], widths: number[], width: number): void {
  let over = widths.reduce((sum, w) => sum + w, 0) + gap * (columns.length - 1) - width;
  const order = columns.map((_, i) => i).reverse();
  for (const i of [...order.filter(i => columns[i].shrinks), ...order.filter(i => !columns[i].shrinks)]) {
    if (over <= 0) return;
    const less = Math.min(over, Math.max(0, widths[i] - least));
    widths[i] -= less;
    over -= less;
  }
}
