// Every kernel composes, alone and with every proposal, but for the few that are written for later kernels; those say what they need.
import { describe, expect, it } from 'vitest';
import { COMMITS, composed, KERNELS, PROPOSALS } from '../src/history/index.js';

/** What does not fit, and why. */
const UNFIT: Readonly<Record<string, string>> = { 'v5.8+no-cow': 'no-cow needs 09854ba94c6a, which this kernel lacks' };

describe('composing', () => {
  it.each(KERNELS.map(kernel => [kernel.name, kernel] as const))('%s, alone and with each proposal', (name, kernel) => {
    expect(composed(kernel).name).toBe(name);
    for (const proposal of PROPOSALS) {
      const unfit = UNFIT[`${name}+${proposal.id}`];
      if (unfit !== undefined) expect(() => composed(kernel, [proposal])).toThrow(unfit);
      else expect([`${name}+${proposal.id}`, name]).toContain(composed(kernel, [proposal]).name);
    }
  });

  it('gives every commit one name', () => {
    const ids = [...COMMITS, ...PROPOSALS.filter(proposal => !COMMITS.includes(proposal))].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('knows a proposal that a kernel has already', () => {
    const kernel = KERNELS.find(({ name }) => name === 'v5.11');
    const had = PROPOSALS.find(({ id }) => id === 'feb889fb40fa');
    if (kernel === undefined || had === undefined) throw new Error('v5.11 and feb889fb40fa are there');
    expect(composed(kernel, [had]).proposals).toEqual([]);
  });
});
