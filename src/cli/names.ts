// Names of what there is, for completion in shells. Each comes from its registry, which is loaded when it is asked and not before.
import type { Names } from './verb.js';

export const scenarioNames: Names = async () => [...(await import('./home.js')).shippedScenarios().keys()];

export const kernelNames: Names = async () => (await import('../history/index.js')).KERNELS.map(({ name }) => name);

export const proposalNames: Names = async () => (await import('../history/index.js')).PROPOSALS.map(({ id }) => id);
