// What matrix says: a grid a kernel, or one for all kernels; for machines, the same cells.
import { fill, type Style, tied } from '../report/index.js';
import { matrixLines, noteLines, spanBounds } from './matrix-lines.js';
import type { Found } from './search.js';
import { rowsOf, type Sheet, verdictIn } from './sheet.js';
import { timingData } from './sheet-data.js';
import { missesExpectation, rangesText } from './verdict.js';
import { indent } from './verdict-lines.js';

export interface MatrixPart {
  readonly sheets: readonly Sheet[];
  readonly ordered: boolean;
  readonly leftOut: readonly string[];
}

export function matrixText(parts: readonly MatrixPart[], found: Found, timing: boolean, style: Style): string[] {
  const cut = found.cut === undefined ? [] : ['', found.cut === 'time' ? 'stopped by --time' : 'interrupted'];
  const grids = parts.flatMap(({ sheets, ordered, leftOut }, i) => {
    const titles = sheets[0]?.answers.map(({ column }) => column.title) ?? [];
    const what = sheets.length === 1 ? sheets[0].chosen.file.name : `${sheets.length} scenarios`;
    const bounds = spanBounds(sheets, timing).map(tied).join(' ');
    const head = fill(`${what} ${rangesText(titles, titles, ordered)}${tied('  ')}${bounds}`, style.columns, '', indent);
    const left = leftOut.flatMap(why => fill(`left out: ${why}`, style.columns, indent).map(style.paint.dim));
    const notes = sheets.flatMap(sheet => noteLines(sheet, ordered, style).filter(line => line.includes('Observation')));
    return [
      ...(i > 0 ? [''] : []),
      ...head,
      '',
      ...matrixLines(sheets, { short: true, ordered, unexpected: missesExpectation }, style),
      ...notes,
      ...left,
    ];
  });
  return [...grids, ...cut];
}

export function matrixData(parts: readonly MatrixPart[], found: Found, timing: boolean): unknown {
  return {
    tables: parts.map(({ sheets, leftOut }) => ({
      leftOut,
      columns: (sheets[0]?.answers ?? []).map(({ column: { title, name, kernel, proposals } }) => ({ title, name, kernel, proposals })),
      rows: sheets.flatMap(sheet =>
        rowsOf(sheet).map(property => ({
          scenario: sheet.chosen.file.name,
          property,
          cells: sheet.answers.map(answer => cellData(answer, property)),
        })),
      ),
    })),
    cut: found.cut ?? null,
    timing: timing
      ? timingData(
          parts.flatMap(({ sheets }) => sheets),
          found,
        )
      : null,
  };
}

function cellData(answer: Sheet['answers'][number], property: string): Record<string, unknown> {
  const verdict = verdictIn(answer, property);
  if (verdict === undefined) return { result: null, missing: answer.missing ?? 'failed' };
  const { result, expected, met, seen } = verdict;
  return { result, expected: expected ?? null, met, seen };
}
