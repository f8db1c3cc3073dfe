// What callers says: one word for what each caller does with a page that was pinned all along, read off the verdicts of its scenario.
import { fill, type GridCell, gridLines, type Style, tied } from '../report/index.js';
import { shippedScenarios } from './home.js';
import { spanBounds } from './matrix-lines.js';
import type { MatrixPart } from './matrix-text.js';
import type { Found } from './search.js';
import { type Answer, type Sheet, verdictIn } from './sheet.js';
import { timingData } from './sheet-data.js';
import { indent } from './verdict-lines.js';

/** The scenarios of the table are those of this name; what follows is the caller's. */
const PREFIX = 'caller-';

export const callerScenarios = (): string[] => [...shippedScenarios().keys()].filter(name => name.startsWith(PREFIX)).sort();

/** What a caller does with the page. The properties that say so have these names in every scenario of the table. */
export type CallerWord = 'before' | 'told' | 'undone' | 'left' | 'takes' | 'absent' | '?';

const MEANING: Readonly<Record<Exclude<CallerWord, '?'>, string>> = {
  before: 'refuses before the unmap, and no client hears of it',
  told: 'refuses before the unmap, when the clients have been told in vain',
  undone: 'refuses after the unmap: clients told in vain, the mapping put back',
  left: 'refuses after the unmap: clients told in vain, the mapping left to the next fault',
  takes: 'does not refuse: the unmap is what it wants',
  absent: 'does not exist there',
};

const seen = (answer: Answer, property: string): boolean | undefined => {
  const result = verdictIn(answer, property)?.result;
  return result === undefined || result === 'inconclusive' ? undefined : result === 'holds';
};

export function wordOf(answer: Answer): CallerWord {
  const [took, unmapped, left, told] = ['took', 'unmapped', 'left', 'told'].map(property => seen(answer, property));
  if (answer.missing === 'not meaningful') return 'absent';
  if (took === undefined || unmapped === undefined || left === undefined || told === undefined) return '?';
  if (took) return 'takes';
  if (left) return 'left';
  if (unmapped) return 'undone';
  return told ? 'told' : 'before';
}

const PAINT: Readonly<Record<CallerWord, GridCell['paint']>> = {
  before: 'good',
  told: 'bad',
  undone: 'bad',
  left: 'bad',
  takes: 'unsure',
  absent: 'dim',
  '?': 'unsure',
};

const callerOf = ({ chosen }: Sheet): string => chosen.file.name.slice(PREFIX.length);

export function callersText(parts: readonly MatrixPart[], found: Found, timing: boolean, style: Style): string[] {
  const words = new Set(parts.flatMap(({ sheets }) => sheets.flatMap(({ answers }) => answers.map(wordOf))));
  const grids = parts.flatMap(({ sheets, ordered, leftOut }, i) => {
    const columns = sheets[0]?.answers.map(({ column }) => column.title) ?? [];
    const rows = sheets.map(sheet => ({
      label: callerOf(sheet),
      cells: sheet.answers.map((answer): GridCell => {
        const word = wordOf(answer);
        return { text: word === 'absent' ? 'n/a' : word, paint: PAINT[word] };
      }),
    }));
    const left = leftOut.flatMap(why => fill(`left out: ${why}`, style.columns, indent).map(style.paint.dim));
    return [...(i > 0 ? [''] : []), ...gridLines({ columns, groups: [{ title: '', rows }], ordered }, style), ...left];
  });
  const legend = Object.entries(MEANING).flatMap(([word, says]) =>
    words.has(word as CallerWord) ? fill(`${word === 'absent' ? 'n/a' : word}: ${says}`, style.columns, indent, `${indent}    `) : [],
  );
  const bounds = spanBounds(
    parts.flatMap(({ sheets }) => sheets),
    timing,
  );
  const cut = found.cut === undefined ? [] : ['', found.cut === 'time' ? 'stopped by --time' : 'interrupted'];
  return [
    ...fill('A page that was pinned all along, and who comes to unmap it', style.columns).map(style.paint.bold),
    ...fill(bounds.map(tied).join(' '), style.columns, indent).map(style.paint.dim),
    '',
    ...grids,
    '',
    ...legend.map(style.paint.dim),
    ...fill(`one cell in full: pinproof check ${PREFIX}NAME --kernel KERNEL --trace`, style.columns, indent).map(style.paint.dim),
    ...cut,
  ];
}

export function callersData(parts: readonly MatrixPart[], found: Found, timing: boolean): unknown {
  return {
    tables: parts.map(({ sheets, leftOut }) => ({
      leftOut,
      columns: (sheets[0]?.answers ?? []).map(({ column: { title, name, kernel, proposals } }) => ({ title, name, kernel, proposals })),
      rows: sheets.map(sheet => ({
        caller: callerOf(sheet),
        scenario: sheet.chosen.file.name,
        asks: sheet.chosen.file.asks.value,
        cells: sheet.answers.map(wordOf),
      })),
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
