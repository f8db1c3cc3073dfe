// matrix: the same searches as check, compared and not judged: kernels side by side, or proposals on one kernel.
import { isOrdered, STATES_MAX } from './check.js';
import { count, INTERVAL_S, searchOptions } from './option.js';
import type { Column, Sheet } from './sheet.js';
import { type Context, type Options, type Outcome, UsageError, type Verb } from './verb.js';

export const matrix: Verb = {
  name: 'matrix',
  says: 'compare verdicts: scenarios down, kernels or proposals across',
  args: [{ name: '[scenarios...]', says: 'files, folders or shipped names; all shipped scenarios when none is named' }],
  options: [
    { flags: '-k, --kernel <names>', says: 'only these: v5.8, v5.8,v6.1 or v5.8..v5.11; may be repeated', many: true },
    {
      flags: '-w, --with <proposals>',
      says: 'columns are these proposals, A+B for two in one; "each" for all; may be repeated',
      many: true,
    },
    { flags: '--states <n>', says: `visit at most this many states a search (${STATES_MAX})`, parse: count },
    ...searchOptions,
  ],
  examples: [
    { command: 'pinproof matrix', says: 'all shipped scenarios on all kernels' },
    { command: 'pinproof matrix --kernel v5.8 --with each', says: "the thread's proposals, each on v5.8" },
    { command: 'pinproof matrix useless-notifier-settled --kernel v5.8 --with v1 --with v1+early', says: 'two of them' },
  ],
  run,
};

/** One grid: a kernel's proposals, or all kernels. */
interface Table {
  readonly columns: readonly Column[];
  readonly ordered: boolean;
}

async function run(context: Context, words: readonly string[], options: Options): Promise<Outcome> {
  const { chooseKernels, chooseScenarios } = await import('./selection.js');
  const { KERNELS } = await import('../history/index.js');
  const { exitOf, jobOf, planOf, sheetsOf } = await import('./sheet.js');
  const { bytesMax, search } = await import('./search.js');
  const { faultsOf } = await import('./check-text.js');
  const { missesExpectation } = await import('./verdict.js');
  const { matrixData, matrixText } = await import('./matrix-text.js');

  const chosen = chooseScenarios(words, context.cwd);
  const variants = (options.with as string[] | undefined) ?? [];
  const kernels =
    chooseKernels((options.kernel as string[] | undefined) ?? []) ?? (variants.length > 0 ? KERNELS.slice(0, 1) : [...KERNELS]);
  const tables = await tablesOf(
    kernels.map(({ name }) => name),
    variants,
  );
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
  const parts = tables.map(({ columns, ordered }) => ({ ordered, sheets: sheets.map(sheet => part(sheet, columns)) }));
  return {
    exit: exitOf(sheets, found.cut, missesExpectation),
    data: matrixData(parts, found, context.timing),
    lines: style => matrixText(parts, found, context.timing, style),
    errors: faultsOf(sheets),
  };
}

async function tablesOf(kernels: readonly string[], variants: readonly string[]): Promise<Table[]> {
  const { chooseProposals, oneKernel } = await import('./selection.js');
  const { columnOf } = await import('./sheet.js');
  const { KERNELS, PROPOSALS } = await import('../history/index.js');
  if (variants.length === 0) {
    const columns = kernels.map(name => columnOf(oneKernel(name), []));
    return [{ columns, ordered: isOrdered(columns, KERNELS) }];
  }
  if (variants.includes('each') && variants.length > 1) throw new UsageError('"--with each" means all proposals', 'leave the others out');
  const sets = (variants[0] === 'each' ? PROPOSALS.map(({ id }) => id) : variants).map(text => ({
    text,
    proposals: chooseProposals([text]),
  }));
  return kernels.map(name => {
    const kernel = oneKernel(name);
    return {
      columns: [columnOf(kernel, []), ...sets.map(({ text, proposals }) => columnOf(kernel, proposals, `+${text}`))],
      ordered: false,
    };
  });
}

const part = (sheet: Sheet, columns: readonly Column[]): Sheet => ({
  ...sheet,
  answers: columns.flatMap(
    column => sheet.answers.find(answer => answer.column === column) ?? { column, missing: 'not meaningful' as const },
  ),
});
