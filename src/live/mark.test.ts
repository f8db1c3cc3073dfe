// The mark: names that say whose a leftover is, and whether its owner still lives.
import { describe, expect, it } from 'vitest';
import { isLeftover, marked } from './mark.js';

describe('a mark', () => {
  it('of a living process is no leftover', () => {
    expect(marked('x')).toMatch(new RegExp(`^x-${process.pid}-\\d+$`));
    expect(isLeftover('x', marked('x'))).toBe(false);
    expect(isLeftover('x', `${marked('x')}-AbCdEf`)).toBe(false);
  });

  it('whose process id another process has by now is a leftover', () => {
    expect(isLeftover('x', `x-${process.pid}-1`)).toBe(true);
  });

  it('of a process that is gone is a leftover', () => {
    expect(isLeftover('x', 'x-4194304999-17')).toBe(true);
    expect(isLeftover('x', 'x-4194304999-17-AbCdEf')).toBe(true);
  });

  it('that is none of ours is never a leftover', () => {
    for (const name of ['x', 'x-', 'x-1', 'x-a-b', 'x-4194304999-17z', 'y-4194304999-17', 'x-y-4194304999-17'])
      expect(isLeftover('x', name)).toBe(false);
  });
});
