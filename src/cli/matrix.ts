// matrix: the same searches as check, compared and not judged: kernels side by side, or proposals on one kernel.
import { comparisonOptions } from './comparison-options.js';
import { scenarioNames } from './names.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const matrix: Verb = {
  name: 'matrix',
  says: 'compare verdicts: scenarios down, kernels or proposals across',
  args: [
    { name: '[scenarios...]', says: 'files, folders or shipped names; all shipped scenarios when none is named', names: scenarioNames },
  ],
  options: comparisonOptions,
  examples: [
    { command: 'pinproof matrix', says: 'all shipped scenarios on all kernels' },
    { command: 'pinproof matrix --kernel v5.8 --with each', says: "the thread's proposals, each on v5.8" },
    { command: 'pinproof matrix useless-notifier-settled --with v1 --with v1+early', says: 'one of them, and two' },
  ],
  run,
};

async function run(context: Context, words: readonly string[], options: Options): Promise<Outcome> {
  const { compare } = await import('./comparison.js');
  const { exitOf } = await import('./sheet.js');
  const { faultsOf } = await import('./check-text.js');
  const { missesExpectation } = await import('./verdict.js');
  const { matrixData, matrixText } = await import('./matrix-text.js');
  const { sheets, parts, found } = await compare(context, words, options);
  return {
    exit: exitOf(sheets, found.cut, missesExpectation),
    data: matrixData(parts, found, context.timing),
    lines: style => matrixText(parts, found, context.timing, style),
    errors: faultsOf(sheets),
  };
}
