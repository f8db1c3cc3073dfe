// bench: what a search costs. The reference model is the same for every checker, so its counts and times can be compared.
import { countText, secondsText, tableLines } from '../report/index.js';
import { exit } from './exit.js';
import { natural } from './option.js';
import { type Context, type Options, type Outcome, UsageError, type Verb } from './verb.js';

export const bench: Verb = {
  name: 'bench',
  says: 'compare the search with SPIN, or run the reference model once',
  args: [{ name: '[what]', says: 'reference: one search of the reference model; nothing: the comparison' }],
  options: [
    { flags: '--config <numbers>', says: '"P M D T R G F": pages, mappings, devices, CPUs, reclaimers, migrators, frames' },
    { flags: '--var <n>', says: 'where reclaim looks for a pin, 0 to 4 (0)', parse: natural },
    { flags: '--mchk <n>', says: 'whether migration looks for a pin early, 0 or 1 (0)', parse: natural },
    { flags: '--mutant <name>', says: 'build one known mistake in' },
    { flags: '--verdict', says: 'stop at the first violation' },
  ],
  examples: [
    { command: 'pinproof bench reference --config "1 2 2 2 1 1 2" --var 1 --json', says: 'states, transitions, depth, time, memory' },
    { command: 'pinproof bench', says: 'the comparison; needs spin and a C compiler' },
  ],
  run,
};

async function run(context: Context, [what]: readonly string[], options: Options): Promise<Outcome> {
  if (what === undefined) return compare(context);
  if (what !== 'reference') throw (await import('./selection.js')).unknown('benchmark', what, ['reference']);
  if (typeof options.config !== 'string')
    throw new UsageError('the reference model needs --config', 'for example --config "1 2 2 2 1 1 2"');
  const { runReference } = await import('../../bench/reference/index.js');
  const settings = {
    variant: options.var as number | undefined,
    mchk: options.mchk as number | undefined,
    mutant: options.mutant as string | undefined,
    verdict: options.verdict === true,
  };
  const result = refusing(() => runReference(options.config as string, settings));
  const { states, transitions, depth, violations, violated, cpuSeconds, peakBytes } = result;
  return {
    exit: exit.expected,
    data: { states, transitions, depth, violations, violated: violated ?? null, cpuSeconds, peakBytes },
    lines: style => {
      const found = Object.entries(violations).map(([name, count]) => [name, countText(count)]);
      const facts = [
        ['states', countText(states)],
        ['transitions', countText(transitions)],
        ['depth', countText(depth)],
        ['CPU time', secondsText(cpuSeconds)],
        ['states a second', countText(states / cpuSeconds)],
        ['peak memory, MiB', countText(peakBytes / 2 ** 20)],
      ];
      return tableLines([{ title: '' }, { title: '', align: 'right' }], [...facts, ...found], style);
    },
  };
}

/** What the reference model refuses is what the user wrote. */
function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function compare(context: Context): Promise<Outcome> {
  // Found at run time: the comparison is a program of its own beside this one.
  const module = new URL('../../bench/compare.js', import.meta.url).href;
  const { compare: start } = (await import(module)) as { compare: (context: Context) => Promise<Outcome> };
  return start(context);
}
