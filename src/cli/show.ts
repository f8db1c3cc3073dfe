// show: one thing by name, whatever it is: a scenario, a path or a label on a kernel, a commit, a proposal, a kernel, a property.
import { exit } from './exit.js';
import { kernelNames, proposalNames } from './names.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

export const show: Verb = {
  name: 'show',
  says: 'show a scenario, a path or label on a kernel, a commit, a proposal, a kernel, a property',
  args: [
    {
      name: '<name>',
      says: 'its name; a label may be written PATH.LABEL',
      names: async () => (await import('./show-history.js')).knownNames(),
    },
  ],
  options: [
    { flags: '-k, --kernel <name>', says: 'a path as this kernel has it (the newest)', names: kernelNames },
    { flags: '-w, --with <proposals>', says: 'with these applied; may be repeated', many: true, names: proposalNames },
  ],
  examples: [
    { command: 'pinproof show try_to_unmap_one --kernel v6.1', says: 'its labels, and which commit brought each' },
    { command: 'pinproof show shrink_page_list --kernel v5.8 --with early', says: 'a path with a proposal applied' },
    { command: 'pinproof show 6c287605fd56', says: 'a commit and what it edits' },
  ],
  run,
};

async function run(context: Context, [name]: readonly string[], options: Options): Promise<Outcome> {
  const { KERNELS } = await import('../history/index.js');
  const { chooseProposals, compose, oneKernel, unknown } = await import('./selection.js');
  const kernel = options.kernel === undefined ? KERNELS[KERNELS.length - 1] : oneKernel(options.kernel as string);
  const composed = compose(kernel, chooseProposals((options.with as string[] | undefined) ?? []));
  const { knownNames, showCommit, showKernel, showProperty } = await import('./show-history.js');
  const { showScenario } = await import('./show-scenario.js');
  const { showPath } = await import('./show-path.js');
  const shown = showScenario(name, context.cwd) ?? showKernel(name) ?? showCommit(name) ?? showProperty(name) ?? showPath(name, composed);
  if (shown === undefined) throw unknown('name', name, knownNames(), 'pinproof list');
  return { exit: exit.expected, ...shown };
}
