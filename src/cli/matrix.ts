// matrix: the same searches as check, compared and not judged: kernels side by side, or proposals on one kernel.
import { proposalNames, scenarioNames } from './names.js';
import { INTERVAL_S, kernelsOption, STATES_MAX, searchOptions } from './option.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const matrix: Verb = {
  name: 'matrix',
  says: 'compare verdicts: scenarios down, kernels or proposals across',
  args: [
    { name: '[scenarios...]', says: 'files, folders or shipped names; all shipped scenarios when none is named', names: scenarioNames },
  ],
  options: [
    kernelsOption,
    {
      flags: '-w, --with <proposals>',
      says: 'columns are these proposals, A+B for two in one; "each" for all; may be repeated',
      many: true,
      names: async () => ['each', ...(await proposalNames())],
    },
    ...searchOptions,
  ],
  examples: [
    { command: 'pinproof matrix', says: 'all shipped scenarios on all kernels' },
    { command: 'pinproof matrix --kernel v5.8 --with each', says: "the thread's proposals, each on v5.8" },
    { command: 'pinproof matrix useless-notifier-settled --with v1 --with v1+early', says: 'one of them, and two' },
  ],
  run,
};

async function run(context: Context, words: readonly string[], options: Options): Promise<Outcome> {
  const { chooseKernels, chooseScenarios } = await import('./selection.js');
  const { kernelsOf, tablesOf } = await import('./matrix-columns.js');
  const { exitOf, jobOf, partOf, planOf, sheetsOf } = await import('./sheet.js');
  const { bytesMax, search } = await import('./search.js');
  const { faultsOf } = await import('./check-text.js');
  const { missesExpectation } = await import('./verdict.js');
  const { matrixData, matrixText } = await import('./matrix-text.js');

  const variants = (options.with as string[] | undefined) ?? [];
  const tables = tablesOf(kernelsOf(chooseKernels((options.kernel as string[] | undefined) ?? []), variants), variants);
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
  return {
    exit: exitOf(sheets, found.cut, missesExpectation),
    data: matrixData(parts, found, context.timing),
    lines: style => matrixText(parts, found, context.timing, style),
    errors: faultsOf(sheets),
  };
}
