// A comparison: the same scenarios on kernels side by side, or on one kernel with a proposal each. What matrix and callers share.
import { kernelsOf, type Table, tablesOf } from './matrix-columns.js';
import type { MatrixPart } from './matrix-text.js';
import { INTERVAL_S, STATES_MAX } from './option.js';
import { bytesMax, type Found, search } from './search.js';
import { chooseKernels, chooseScenarios } from './selection.js';
import { jobOf, partOf, planOf, type Sheet, sheetsOf } from './sheet.js';
import type { Context, Options } from './verb.js';

export interface Comparison {
  readonly sheets: readonly Sheet[];
  /** The same answers, a table for each kernel with its proposals. */
  readonly parts: readonly MatrixPart[];
  readonly found: Found;
}

export async function compare(context: Context, words: readonly string[], options: Options): Promise<Comparison> {
  const variants = (options.with as string[] | undefined) ?? [];
  const tables: Table[] = tablesOf(kernelsOf(chooseKernels((options.kernel as string[] | undefined) ?? []), variants), variants);
  const chosen = chooseScenarios(words, context.cwd);
  // One plan for all tables, so that a search serves each of them.
  const plan = planOf(
    chosen,
    tables.flatMap(table => table.columns),
  );
  const job = {
    scenarios: jobOf(plan),
    statesMax: (options.states as number | undefined) ?? STATES_MAX,
    bytesMax: bytesMax(),
    tell: 'nothing' as const,
  };
  const found = await search(job, context, {
    seconds: options.time as number | undefined,
    interval_s: (options.progressInterval as number | undefined) ?? INTERVAL_S,
    title: (scenario, on) => `${chosen[scenario].file.name} ${plan.on[scenario][on].name}`,
  });
  const sheets = sheetsOf(plan, found);
  const parts = tables.map(({ columns, ...about }) => ({ ...about, sheets: sheets.map(sheet => partOf(sheet, columns)) }));
  return { sheets, parts, found };
}
