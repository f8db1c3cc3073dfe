// init: a commented scenario to start from. It passes as it is; a test sees to that.
import { resolve } from 'node:path';
import { exit } from './exit.js';
import { writeNew } from './new-file.js';
import type { Context, Outcome, Verb } from './verb.js';

export const init: Verb = {
  name: 'init',
  says: 'write a commented scenario to start from',
  args: [{ name: '[file]', says: 'the file to write (scenario.yaml); it must not exist' }],
  options: [],
  examples: [{ command: 'pinproof init mine.yaml && pinproof check mine.yaml', says: 'a scenario of your own, and its verdict' }],
  run,
};

/** Says everything a first scenario needs, and passes on every kernel. */
export const EXAMPLE = `# A scenario: the question first, then who is there, what they do, and what must not happen.
asks: Does reclaim disturb a client of the mmu notifier for a page that a device has pinned?

# The pages. "in mm0, mm1" would map one in two processes; "swapcache", "lazyfree" and so on say in which state.
memory:
  A: anon

# Who pins, and who listens. uring holds a pin and hears nothing; kvm hears everything and holds nothing.
devices:
  nic: uring
  gpu: kvm watches mm0

# Who does what. A thread that is called like a device acts for it. All interleavings are tried.
threads:
  nic: [pin A write longterm]
  reclaimer as kswapd: [wait until pinned(A by nic), reclaim A]

# What must never be seen; "pinproof list properties" has them all.
never: [useless-invalidation]

# What is expected on which kernel. A check passes when the result equals this, also when that is "violated".
expect:
  v5.8..5.10.7: violated
  others: holds
`;

async function run({ cwd }: Context, [file = 'scenario.yaml']: readonly string[]): Promise<Outcome> {
  writeNew(resolve(cwd, file), file, EXAMPLE, { replace: false });
  return { exit: exit.expected, data: { written: file }, lines: () => [`wrote ${file}; now: pinproof check ${file}`] };
}
