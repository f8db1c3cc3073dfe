// callers: who unmaps a page, and what each of them does with one that is pinned: a row a caller, a column a kernel or a proposal.
import { comparisonOptions } from './comparison-options.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const callers: Verb = {
  name: 'callers',
  says: 'every caller that unmaps: when it refuses a pinned page, and what is undone',
  options: comparisonOptions,
  examples: [
    { command: 'pinproof callers', says: 'all callers on all kernels' },
    { command: 'pinproof callers --kernel v5.8 --with v1 --with early', says: 'what two proposals change for each caller' },
  ],
  run,
};

async function run(context: Context, _words: readonly string[], options: Options): Promise<Outcome> {
  const { compare } = await import('./comparison.js');
  const { exitOf } = await import('./sheet.js');
  const { faultsOf } = await import('./check-text.js');
  const { missesExpectation } = await import('./verdict.js');
  const { callerScenarios, callersData, callersText } = await import('./callers-text.js');
  const { sheets, parts, found } = await compare(context, callerScenarios(), options);
  return {
    exit: exitOf(sheets, found.cut, missesExpectation),
    data: callersData(parts, found, context.timing),
    lines: style => callersText(parts, found, context.timing, style),
    errors: faultsOf(sheets),
  };
}
