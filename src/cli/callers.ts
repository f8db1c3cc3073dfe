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
  const { CALLERS, callerScenarios } = await import('./callers-text.js');
  return (await import('./worded-verb.js')).worded(CALLERS, callerScenarios(), context, options);
}
