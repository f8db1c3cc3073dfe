// check: scenarios searched on kernels, held against what their files expect, and what was not expected told.
import { exit } from './exit.js';
import type { Tell } from './job.js';
import { proposalNames, scenarioNames } from './names.js';
import { INTERVAL_S, kernelsOption, STATES_MAX, searchOptions } from './option.js';
import { type Context, type Options, type Outcome, UsageError, type Verb } from './verb.js';

export const check: Verb = {
  name: 'check',
  says: 'search scenarios exhaustively and hold the verdicts against what their files expect',
  args: [
    { name: '[scenarios...]', says: 'files, folders or shipped names; all shipped scenarios when none is named', names: scenarioNames },
  ],
  options: [
    kernelsOption,
    { flags: '--all-kernels', says: "every kernel, also those outside a scenario's own kernels" },
    {
      flags: '-w, --with <proposals>',
      says: 'apply these on top of each kernel; may be repeated, all are applied',
      many: true,
      names: proposalNames,
    },
    { flags: '-t, --trace', says: 'tell what was expected too: violations, and witnesses of what may happen' },
    { flags: '-f, --full', says: 'tell every transition and every field' },
    { flags: '--mail', says: 'write what is told as plain text of 76 columns, for a mailing list' },
    ...searchOptions,
  ],
  examples: [
    { command: 'pinproof check', says: 'all shipped scenarios on all kernels' },
    { command: 'pinproof check useless-notifier-settled --kernel v5.8', says: 'one, with its counterexample' },
    { command: 'pinproof check mine.yaml --kernel v5.8 --with early', says: 'your scenario, with a proposal applied' },
  ],
  run,
};

async function run(context: Context, words: readonly string[], options: Options): Promise<Outcome> {
  const { chooseKernels, chooseProposals, chooseScenarios, composes } = await import('./selection.js');
  const { columnOf, exitOf, isOrdered, jobOf, planOf, sheetsOf } = await import('./sheet.js');
  const { KERNELS } = await import('../history/index.js');
  const { bytesMax, search } = await import('./search.js');
  const { contradicts } = await import('./verdict.js');
  if (options.allKernels === true && options.kernel !== undefined)
    throw new UsageError('--kernel and --all-kernels exclude each other', 'leave one of them out');

  const named = chooseKernels((options.kernel as string[] | undefined) ?? []);
  const proposals = chooseProposals((options.with as string[] | undefined) ?? []);
  const chosen = chooseScenarios(words, context.cwd);
  const fitting = KERNELS.filter(kernel => composes(kernel, proposals) === undefined);
  // Without a kernel's name those are meant that the proposals fit; where none is, the newest says why.
  const columns = (named ?? (fitting.length > 0 ? fitting : KERNELS.slice(-1))).map(kernel => columnOf(kernel, proposals));
  const unfit = named === undefined && fitting.length > 0 ? KERNELS.filter(kernel => !fitting.includes(kernel)) : [];
  for (const kernel of unfit) context.say(`left out: ${kernel.name}, ${composes(kernel, proposals)}`);
  const plan = planOf(chosen, columns, options.allKernels === true);
  if (plan.columns.length === 0) return nothing(chosen.length);

  const one = chosen.length === 1 || words.length > 0;
  const tell: Tell = options.trace === true ? 'sightings' : plan.columns.length === 1 && one ? 'violations' : 'unexpected';
  const statesMax = (options.states as number | undefined) ?? STATES_MAX;
  const job = { scenarios: jobOf(plan), statesMax, bytesMax: bytesMax(), tell };
  const found = await search(job, context, {
    seconds: options.time as number | undefined,
    interval_s: (options.progressInterval as number | undefined) ?? INTERVAL_S,
    title: (scenario, on) => `${chosen[scenario].file.name} ${plan.on[scenario][on].name}`,
  });
  const sheets = sheetsOf(plan, found);

  const { checkLines, checkData, faultsOf } = await import('./check-text.js');
  const view = {
    states: options.states as number | undefined,
    full: options.full === true,
    mail: options.mail === true,
    ordered: isOrdered(plan.columns),
    timing: context.timing,
  };
  return {
    exit: exitOf(sheets, found.cut, contradicts),
    data: checkData(sheets, found, view),
    lines: style => checkLines(sheets, found, view, style),
    errors: faultsOf(sheets),
  };
}

function nothing(scenarios: number): Outcome {
  const message = scenarios === 0 ? 'there is no scenario here' : 'no scenario means anything on these kernels';
  const hint = scenarios === 0 ? undefined : 'see the entry "kernels" of the scenario, or use --all-kernels';
  return {
    exit: exit.nothing,
    data: { scenarios: [] },
    lines: () => [],
    errors: [{ code: 'nothing-to-run', message, ...(hint !== undefined && { hint }) }],
  };
}
