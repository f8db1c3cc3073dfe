// The versions: of the package, of the model in it, and of the kernel it runs on.
import { arch, release, type } from 'node:os';
import { exit } from './exit.js';
import { packageVersion } from './home.js';
import type { Outcome } from './verb.js';

export async function version(): Promise<Outcome> {
  const { COMMITS, KERNELS, PROPOSALS } = await import('../history/index.js');
  const names = KERNELS.map(({ name }) => name);
  const data = {
    package: packageVersion(),
    model: { kernels: names.length, oldest: names[0], newest: names.at(-1), commits: COMMITS.length, proposals: PROPOSALS.length },
    kernel: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
  };
  const { kernels, oldest, newest, commits, proposals } = data.model;
  return {
    exit: exit.expected,
    data,
    lines: () => [
      `pinproof ${data.package}`,
      `model:  ${kernels} kernels, ${oldest} to ${newest}; ${commits} commits, ${proposals} proposals`,
      `kernel: ${data.kernel}, Node ${data.node}`,
    ],
  };
}
