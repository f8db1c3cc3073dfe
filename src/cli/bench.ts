// bench: what a search costs. The reference model is the same for every checker, so its counts and times can be compared.
import { countText, fill, secondsText, tableLines } from '../report/index.js';
import { exit } from './exit.js';
import { count, natural } from './option.js';
import { type Context, type Options, type Outcome, UsageError, type Verb } from './verb.js';

export const bench: Verb = {
  name: 'bench',
  says: 'compare the search with SPIN, or run the reference model once',
  args: [
    { name: '[what]', says: 'reference: one search of the reference model; nothing: the comparison', names: async () => ['reference'] },
  ],
  options: [
    { flags: '--config <numbers>', says: '"P M D T R G F": pages, mappings, devices, CPUs, reclaimers, migrators, frames' },
    { flags: '--runs <n>', says: 'of the comparison: runs of each side (3)', parse: count },
    { flags: '--var <n>', says: 'where reclaim looks for a pin, 0 to 4 (0)', parse: natural },
    { flags: '--mchk <n>', says: 'whether migration looks for a pin early, 0 or 1 (0)', parse: natural },
    {
      flags: '--mutant <name>',
      says: 'build one known mistake in',
      names: async () => (await import('../../bench/reference/index.js')).mutantNames,
    },
    { flags: '--verdict', says: 'stop at the first violation' },
  ],
  examples: [
    { command: 'pinproof bench reference --config "1 2 2 2 1 1 2" --var 1 --json', says: 'states, transitions, depth, time, memory' },
    { command: 'pinproof bench', says: 'the comparison; needs spin and a C compiler' },
  ],
  run,
};

async function run(_: Context, [what]: readonly string[], options: Options): Promise<Outcome> {
  if (what === undefined) return comparison(options.config as string | undefined, options.runs as number | undefined);
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

/** The comparison with SPIN. It runs both sides as whole processes, one after the other. */
async function comparison(config: string | undefined, runs: number | undefined): Promise<Outcome> {
  const { compare, renderComparison } = await import('../../bench/compare.js');
  const { comparison: made, skipped } = refusing(() => compare({ config, runs }));
  if (made === undefined)
    return { exit: exit.nothing, data: { skipped }, lines: () => [], errors: [{ code: 'nothing-to-run', message: skipped }] };
  const text = renderComparison(made).split('\n');
  return {
    exit: made.agrees ? exit.expected : exit.unexpected,
    data: made,
    lines: ({ columns }) => text.flatMap(line => (line.length > columns ? fill(line, columns, '', '  ') : [line])),
  };
}
