// A grid: rows of short answers over many columns. No line is ever wrapped; it gets narrower in steps: neighbours that agree everywhere
// become one column, few rows become columns, titles stand on several lines, and the columns are dealt out over several grids.
import type { Paint, Style } from './colour.js';
import { cut } from './wrap.js';

export interface GridCell {
  readonly text: string;
  /** One character behind the text; where any cell has one, the others leave room for it. */
  readonly mark?: string;
  readonly paint?: keyof Paint;
}

export interface GridGroup {
  /** '' for none. */
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly cells: readonly GridCell[] }[];
}

export interface Grid {
  readonly columns: readonly string[];
  readonly groups: readonly GridGroup[];
  /** The columns stand in an order without gaps, so that neighbours may be called `FIRST..LAST`. */
  readonly ordered?: boolean;
}

const labelMin = 20;
const gap = 1;
const titleLinesMax = 4;

/** The lines, and a blank one between grids. */
export function gridLines(given: Grid, style: Style): string[] {
  const { columns } = style;
  const grid = marked(given);
  if (!Number.isFinite(columns)) return write(grid, style, { label: labelWidth(grid), titleLines: 1 });
  const together = grid.ordered === true ? merged(grid) : grid;
  const whole = (one: Grid): string[] | undefined =>
    width(one, 1) <= columns ? write(one, style, { label: labelWidth(one), titleLines: 1 }) : undefined;
  const turned = transposed(grid);
  return whole(together) ?? (turned && whole(turned)) ?? oneGrid([grid, together], style) ?? manyGrids(together, style);
}

/** Where a grid finds its place: the columns of its labels, and the lines of its titles. */
interface Fit {
  readonly label: number;
  readonly titleLines: number;
}

function fitted(grid: Grid, titleLines: number, columns: number): Fit | undefined {
  const cells = cellsWidth(grid, titleLines);
  // The titles of the first columns reach over the labels.
  const reach = titleLines === 1 ? 0 : Math.max(...grid.columns.map(title => title.length)) - gap - widths(grid, titleLines)[0];
  const label = Math.max(reach, Math.min(labelWidth(grid), Math.max(labelMin, columns - cells)));
  return label + cells <= columns ? { label, titleLines } : undefined;
}

/** The first of these grids that fits, with as few lines of titles as can be. */
function oneGrid(grids: readonly Grid[], style: Style): string[] | undefined {
  for (let titleLines = 1; titleLines <= titleLinesMax; titleLines++)
    for (const grid of grids) {
      const found = fitted(grid, titleLines, style.columns);
      if (found !== undefined) return write(grid, style, found);
    }
  return undefined;
}

/** Columns dealt out evenly. */
function manyGrids(grid: Grid, style: Style): string[] {
  const label = Math.min(labelWidth(grid), labelMin);
  const widest = Math.max(...widths(grid, titleLinesMax)) + gap;
  const each = Math.max(1, Math.floor((style.columns - label) / widest));
  const count = Math.ceil(grid.columns.length / each);
  const size = Math.ceil(grid.columns.length / count);
  return Array.from({ length: count }, (_, i) => slice(grid, i * size, (i + 1) * size)).flatMap((part, i) => {
    const lines = oneGrid([part], style) ?? write(part, style, { label, titleLines: titleLinesMax });
    return i === 0 ? lines : ['', ...lines];
  });
}

/** Marks become part of the texts. */
function marked(grid: Grid): Grid {
  const any = grid.groups.some(({ rows }) => rows.some(({ cells }) => cells.some(({ mark }) => mark)));
  if (!any) return grid;
  const write = ({ text, mark, paint }: GridCell): GridCell => ({ text: text + (mark || ' '), paint });
  const groups = grid.groups.map(({ title, rows }) => ({
    title,
    rows: rows.map(({ label, cells }) => ({ label, cells: cells.map(write) })),
  }));
  return { ...grid, groups };
}

const indentOf = ({ title }: GridGroup): number => (title === '' ? 0 : 2);

function labelWidth({ groups }: Grid): number {
  return Math.max(0, ...groups.flatMap(group => group.rows.map(({ label }) => indentOf(group) + label.length)));
}

function widths(grid: Grid, titleLines: number): number[] {
  const own = grid.columns.map((_, c) => Math.max(1, ...grid.groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[c].text.length))));
  if (titleLines === 1) return own.map((cell, c) => Math.max(cell, grid.columns[c].length));
  // A title may reach over the columns to its left, whose titles stand on the other lines.
  const share = Math.ceil((Math.max(...grid.columns.map(title => title.length)) + gap) / titleLines) - gap;
  return own.map(cell => Math.max(cell, share));
}

const cellsWidth = (grid: Grid, titleLines: number): number => widths(grid, titleLines).reduce((sum, w) => sum + w + gap, 0);
const width = (grid: Grid, titleLines: number): number => labelWidth(grid) + cellsWidth(grid, titleLines);

function slice({ columns, groups }: Grid, from: number, to: number): Grid {
  return {
    columns: columns.slice(from, to),
    groups: groups.map(({ title, rows }) => ({ title, rows: rows.map(({ label, cells }) => ({ label, cells: cells.slice(from, to) })) })),
  };
}

/** Neighbours with the same answer in every row become `FIRST..LAST`. */
function merged({ columns, groups }: Grid): Grid {
  const rows = groups.flatMap(group => group.rows);
  const kept = columns.map((_, c) => c).filter(c => c === 0 || rows.some(({ cells }) => cells[c].text !== cells[c - 1].text));
  const titles = kept.map((c, i) => {
    const last = (kept[i + 1] ?? columns.length) - 1;
    return last === c ? columns[c] : `${columns[c]}..${columns[last]}`;
  });
  return {
    columns: titles,
    groups: groups.map(({ title, rows }) => ({
      title,
      rows: rows.map(({ label, cells }) => ({ label, cells: kept.map(c => cells[c]) })),
    })),
  };
}

/** Columns as rows; only where there is one group of fewer rows than columns. */
function transposed({ columns, groups }: Grid): Grid | undefined {
  const [group, other] = groups;
  if (other !== undefined || group.rows.length >= columns.length) return undefined;
  const rows = columns.map((label, c) => ({ label, cells: group.rows.map(({ cells }) => cells[c]) }));
  return { columns: group.rows.map(({ label }) => label), groups: [{ title: group.title, rows }] };
}

function write(grid: Grid, { paint, columns }: Style, { label, titleLines }: Fit): string[] {
  const sizes = widths(grid, titleLines);
  const titles = titleLines === 1 ? [titleLine(grid.columns, sizes, label)] : staggered(grid.columns, sizes, label, titleLines);
  const lines = titles.map(line => paint.bold(line));
  for (const group of grid.groups) {
    if (group.title !== '') lines.push(cut(group.title, columns));
    for (const row of group.rows) {
      const name = cut(' '.repeat(indentOf(group)) + row.label, label).padEnd(label);
      const cells = row.cells.map(({ text, paint: style }, c) => {
        const blank = ' '.repeat(gap + sizes[c] - text.length);
        return blank + (style === undefined ? text : paint[style](text));
      });
      lines.push((name + cells.join('')).trimEnd());
    }
  }
  return lines;
}

function titleLine(titles: readonly string[], sizes: readonly number[], label: number): string {
  return ' '.repeat(label) + titles.map((title, c) => title.padStart(gap + sizes[c])).join('');
}

/** Neighbouring titles stand on different lines; each ends where its column does. */
function staggered(titles: readonly string[], sizes: readonly number[], label: number, count: number): string[] {
  const lines = Array.from({ length: count }, () => '');
  let end = label;
  titles.forEach((title, c) => {
    end += gap + sizes[c];
    lines[c % count] = lines[c % count].padEnd(end - title.length) + title;
  });
  return lines.filter(line => line !== '');
}
