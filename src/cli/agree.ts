// agree: a measured table held against the model, row by row. What contradicts is shown; what is not modelled is counted with its reason.
import { resolve } from 'node:path';
import type { Agreement, Row, RowResult } from '../litmus/index.js';
import { INTERVAL_S } from './option.js';
import { readTextFile } from './text-file.js';
import { type Context, type Options, UsageError, type Verb } from './verb.js';

export const agree: Verb = {
  name: 'agree',
  says: 'hold a table of measured outcomes against the model, row by row',
  args: [{ name: '<table>', says: 'a tab-separated table, its columns named in the first line' }],
  options: [
    {
      flags: '--kinds <names>',
      says: 'only pages of these kinds, by comma',
      names: async () => (await import('../litmus/index.js')).knownKinds,
    },
    { flags: '--pins <names>', says: 'only references of these kinds', names: async () => (await import('../litmus/index.js')).knownPins },
    { flags: '--ops <names>', says: 'only these operations', names: async () => (await import('../litmus/index.js')).knownOps },
    { flags: '--kernels <names>', says: 'only rows of kernels whose release begins so' },
  ],
  examples: [
    { command: 'pinproof agree truth.tsv', says: 'agreed, contradicted, not modelled' },
    { command: 'pinproof agree truth.tsv --kinds anon,anon_sc --json', says: 'each row with its verdict' },
  ],
  run: async (context, [table], options) => {
    const { cwd } = context;
    const { Agreement, isKind, knownKinds, parseTable, TableError } = await import('../litmus/index.js');
    const { outcomeOf } = await import('./agree-text.js');
    const { unknown } = await import('./selection.js');
    const filters = filtersOf(options);
    for (const kind of filters.kinds ?? []) if (!isKind(kind)) throw unknown('kind', kind, knownKinds);
    let rows: Row[];
    try {
      rows = parseTable(readTextFile(resolve(cwd, table), table));
    } catch (error) {
      if (error instanceof TableError) throw new UsageError(`${table}:${error.line}: ${error.message}`, undefined, 'table');
      throw error;
    }
    for (const [what, names] of Object.entries(filters)) {
      for (const name of names ?? []) {
        const column = COLUMN[what as keyof Filters];
        const present = [...new Set(rows.map(row => row[column]))];
        if (!present.some(value => matches(what, value, name))) throw unknown(column, name, present);
      }
    }
    const chosen = rows.filter(row =>
      Object.entries(filters).every(
        ([what, names]) => names?.some(name => matches(what, row[COLUMN[what as keyof Filters]], name)) ?? true,
      ),
    );
    const agreement = new Agreement();
    return outcomeOf(await judged(agreement, chosen, context), chosen.length, agreement);
  },
};

/** Between two looks at the clock, the terminal and Ctrl-C. */
const SLICE_MS = 100;

/** Judges row by row, shows how far it is, and stops with what it has when it is interrupted. */
async function judged(agreement: Agreement, rows: readonly Row[], context: Context): Promise<RowResult[]> {
  const begin = performance.now();
  let shown = begin;
  let slice = begin;
  const results: RowResult[] = [];
  for (const row of rows) {
    results.push(agreement.judge(row));
    const now = performance.now();
    if (now - slice < SLICE_MS) continue;
    slice = now;
    const pace = results.length / (now - begin);
    const left_s = Math.ceil((rows.length - results.length) / pace / 1000);
    const line = `${results.length} of ${rows.length} rows  ${Math.round(pace * 1000)} rows/s  about ${left_s} s left`;
    if (context.terminal) context.status(line.slice(0, context.terminalColumns - 1));
    else if (now - shown >= INTERVAL_S * 1000) {
      shown = now;
      context.say(line);
    }
    // Signals are heard between two turns of the event loop.
    await new Promise(resolve => setImmediate(resolve));
    if (context.signal.aborted) break;
  }
  context.status('');
  return results;
}

type Filters = Readonly<Record<'kinds' | 'pins' | 'ops' | 'kernels', readonly string[] | undefined>>;
const COLUMN = { kinds: 'kind', pins: 'pin', ops: 'op', kernels: 'kernel' } as const;

const matches = (what: string, value: string, name: string): boolean => (what === 'kernels' ? value.startsWith(name) : value === name);

function filtersOf(options: Options): Filters {
  const names = (value: unknown): string[] | undefined =>
    typeof value === 'string' ? value.split(',').map(name => name.trim()) : undefined;
  return { kinds: names(options.kinds), pins: names(options.pins), ops: names(options.ops), kernels: names(options.kernels) };
}
