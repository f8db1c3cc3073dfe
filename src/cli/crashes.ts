// crashes: what may become of a pinned page of a file: a row a class of crash or corruption, a column a kernel or a proposal.
import { comparisonOptions } from './comparison-options.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const crashes: Verb = {
  name: 'crashes',
  says: 'crashes and corruption that pins of file pages bring, and what prevents each',
  options: comparisonOptions,
  examples: [
    { command: 'pinproof crashes', says: 'each class on all kernels' },
    { command: 'pinproof crashes --kernel v5.8 --with all-pin --with all-pin+early', says: 'the promise of June 2020, counted' },
  ],
  run,
};

async function run(context: Context, _words: readonly string[], options: Options): Promise<Outcome> {
  const { CRASHES, crashScenarios } = await import('./crashes-text.js');
  return (await import('./worded-verb.js')).worded(CRASHES, crashScenarios(), context, options);
}
