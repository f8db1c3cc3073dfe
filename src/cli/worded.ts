// A worded table: scenarios of one name's family as rows, kernels or proposals as columns, and in each cell one word that is read off
// verdicts. What callers, crashes and callbacks share.
import { fill, type GridCell, gridLines, type Style, tied } from '../report/index.js';
import { shippedScenarios } from './home.js';
import { spanBounds } from './matrix-lines.js';
import type { MatrixPart } from './matrix-text.js';
import type { Found } from './search.js';
import { type Answer, type Sheet, verdictIn } from './sheet.js';
import { timingData } from './sheet-data.js';
import { indent } from './verdict-lines.js';

export interface WordedRow<W extends string> {
  readonly label: string;
  readonly scenarios: readonly string[];
  readonly asks: string;
  readonly cells: readonly W[];
}

export interface Worded<W extends string> {
  readonly title: string;
  /** The scenarios of the table are those whose names begin so; what follows is the row's. */
  readonly prefix: string;
  /** What a row is called in the document. */
  readonly row: string;
  readonly meaning: Readonly<Record<W, string>>;
  readonly paint: Readonly<Record<W, GridCell['paint']>>;
  readonly shown?: (word: W) => string;
  rows(sheets: readonly Sheet[]): WordedRow<W>[];
  /** Lines of the grid below its rows: how many there are of each word. */
  readonly counted?: readonly W[];
}

/** The scenarios of a table. */
export const scenariosOf = (prefix: string): string[] => [...shippedScenarios().keys()].filter(name => name.startsWith(prefix)).sort();

/** A property's verdict; undefined: not judged, or cut short. */
export const seen = (answer: Answer, property: string): boolean | undefined => {
  const result = verdictIn(answer, property)?.result;
  return result === undefined || result === 'inconclusive' ? undefined : result === 'holds';
};

const inAll = <W extends string>(rows: readonly WordedRow<W>[], word: W, column: number): number =>
  rows.filter(({ cells }) => cells[column] === word).length;

export function wordedText<W extends string>(
  table: Worded<W>,
  parts: readonly MatrixPart[],
  found: Found,
  timing: boolean,
  style: Style,
): string[] {
  const words = new Set<W>();
  const show = table.shown ?? ((word: W): string => word);
  const grids = parts.flatMap(({ sheets, ordered, leftOut }, i) => {
    const columns = sheets[0]?.answers.map(({ column }) => column.title) ?? [];
    const rows = table.rows(sheets);
    for (const { cells } of rows) for (const word of cells) words.add(word);
    const main = rows.map(({ label, cells }) => ({
      label,
      cells: cells.map((word): GridCell => ({ text: show(word), paint: table.paint[word] })),
    }));
    const sums = (table.counted ?? []).map(word => ({
      label: `${show(word)}, of ${rows.length}`,
      cells: columns.map((_, n): GridCell => ({ text: `${inAll(rows, word, n)}`, paint: 'dim' })),
    }));
    const groups = [{ title: '', rows: main }, ...(sums.length === 0 ? [] : [{ title: 'in all', rows: sums }])];
    const left = leftOut.flatMap(why => fill(`left out: ${why}`, style.columns, indent).map(style.paint.dim));
    return [...(i > 0 ? [''] : []), ...gridLines({ columns, groups, ordered }, style), ...left];
  });
  const legend = (Object.entries(table.meaning) as [W, string][]).flatMap(([word, says]) =>
    words.has(word) ? fill(`${show(word)}: ${says}`, style.columns, indent, `${indent}    `) : [],
  );
  const bounds = spanBounds(
    parts.flatMap(({ sheets }) => sheets),
    timing,
  );
  const cut = found.cut === undefined ? [] : ['', found.cut === 'time' ? 'stopped by --time' : 'interrupted'];
  return [
    ...fill(table.title, style.columns).map(style.paint.bold),
    ...fill(bounds.map(tied).join(' '), style.columns, indent).map(style.paint.dim),
    '',
    ...grids,
    '',
    ...legend.map(style.paint.dim),
    ...fill(`one cell in full: pinproof check ${table.prefix}NAME --kernel KERNEL --trace`, style.columns, indent).map(style.paint.dim),
    ...cut,
  ];
}

export function wordedData<W extends string>(table: Worded<W>, parts: readonly MatrixPart[], found: Found, timing: boolean): unknown {
  return {
    tables: parts.map(({ sheets, leftOut }) => {
      const rows = table.rows(sheets);
      const columns = (sheets[0]?.answers ?? []).map(({ column: { title, name, kernel, proposals } }) => ({
        title,
        name,
        kernel,
        proposals,
      }));
      return {
        leftOut,
        columns,
        rows: rows.map(({ label, scenarios, asks, cells }) => ({ [table.row]: label, scenario: scenarios[0], asks, cells })),
        ...(table.counted !== undefined && {
          counts: Object.fromEntries(table.counted.map(word => [word, columns.map((_, n) => inAll(rows, word, n))])),
        }),
      };
    }),
    cut: found.cut ?? null,
    timing: timing
      ? timingData(
          parts.flatMap(({ sheets }) => sheets),
          found,
        )
      : null,
  };
}
