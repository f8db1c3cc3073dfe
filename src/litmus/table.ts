// A measured table: what real kernels did, one row for each (kernel, kind of page, pin, operation), tab-separated, named in its first line.

import { isKind, knownKinds } from './names.js';

export interface Row {
  readonly line: number;
  readonly kernel: string;
  readonly kind: string;
  readonly pin: string;
  readonly op: string;
  readonly outcome: string;
  readonly op_rc: string;
  readonly inv: number;
  readonly dma2cpu: string;
  readonly cpu2dma: string;
  readonly same_after_touch: string;
  readonly same_after_write: string;
  /** What else was seen, `;` between the words; empty where the table has no such column. */
  readonly note: string;
}

const COLUMNS = [
  'kernel',
  'kind',
  'pin',
  'op',
  'outcome',
  'op_rc',
  'inv',
  'dma2cpu',
  'cpu2dma',
  'same_after_touch',
  'same_after_write',
] as const;

/** What is wrong with a table, with its line. */
export class TableError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a table. A column that is missing and a line that is torn are refused by name. */
export function parseTable(text: string): Row[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new TableError(1, 'the table is empty: its first line names the columns, separated by tabs');
  const header = lines[0].replace(/\r$/, '').split('\t');
  const missing = COLUMNS.filter(column => !header.includes(column));
  if (missing.length > 0)
    throw new TableError(1, `the table has no column ${missing.join(', ')}; it has ${header.join(', ')}; needed are ${COLUMNS.join(', ')}`);
  const twice = COLUMNS.find(column => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined) throw new TableError(1, `the table has two columns ${twice}`);
  const at = Object.fromEntries(COLUMNS.map(column => [column, header.indexOf(column)])) as Record<(typeof COLUMNS)[number], number>;
  const note = header.indexOf('note');
  return lines.slice(1).map((line, i) => {
    const cells = line.replace(/\r$/, '').split('\t');
    const number = i + 2;
    if (cells.length !== header.length)
      throw new TableError(number, `line ${number} is torn: it has ${cells.length} cells, the first line names ${header.length} columns`);
    const cell = (column: (typeof COLUMNS)[number]): string => cells[at[column]];
    const inv = Number(cell('inv'));
    if (!Number.isInteger(inv) || inv < -1 || cell('inv') === '')
      throw new TableError(number, `line ${number}: inv is "${cell('inv')}", expected a whole number (-1: not observed)`);
    const empty = COLUMNS.find(column => cell(column) === '');
    if (empty !== undefined) throw new TableError(number, `line ${number}: ${empty} is empty; "-" stands for what was not observed`);
    if (!isKind(cell('kind')))
      throw new TableError(
        number,
        `line ${number}: unknown kind of page "${cell('kind')}"; known: ${knownKinds.join(', ')}, and file, huge and large ones`,
      );
    return {
      line: number,
      kernel: cell('kernel'),
      kind: cell('kind'),
      pin: cell('pin'),
      op: cell('op'),
      outcome: cell('outcome'),
      op_rc: cell('op_rc'),
      inv,
      dma2cpu: cell('dma2cpu'),
      cpu2dma: cell('cpu2dma'),
      same_after_touch: cell('same_after_touch'),
      same_after_write: cell('same_after_write'),
      note: note < 0 ? '' : cells[note],
    };
  });
}
