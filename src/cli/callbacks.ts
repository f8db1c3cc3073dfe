// callbacks: when the file system of a pinned page is called: a row a callback and its caller, a column a kernel or a proposal.
import { comparisonOptions } from './comparison-options.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const callbacks: Verb = {
  name: 'callbacks',
  says: 'callbacks of file systems on the paths of a pinned page: which a proposal skips or adds',
  options: comparisonOptions,
  examples: [{ command: 'pinproof callbacks --kernel v5.8 --with v1 --with early', says: 'what two proposals skip or add' }],
  run,
};

async function run(context: Context, _words: readonly string[], options: Options): Promise<Outcome> {
  const { CALLBACKS, callbackScenarios } = await import('./callbacks-text.js');
  return (await import('./worded-verb.js')).worded(CALLBACKS, callbackScenarios(), context, options);
}
