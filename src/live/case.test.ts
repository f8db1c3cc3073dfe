// The cases: names, words and the tables of the pieces they are made of.
import { describe, expect, it } from 'vitest';
import { caseName, liveKinds, liveOps, livePins, threadCases } from './case.js';

describe('the cases', () => {
  it('of the thread are every kind under every pin, paged out', () => {
    const names = threadCases.map(caseName);
    expect(names).toHaveLength(liveKinds.length * livePins.length);
    expect(new Set(names).size).toBe(names.length);
    expect(threadCases.every(c => c.op === 'pageout')).toBe(true);
  });

  it('are named with the words of the measured table', () => {
    expect(liveKinds).toEqual(['anon', 'anon_sc', 'memfd']);
    expect(livePins).toEqual(['none', 'uring_fixed', 'vmsplice']);
    expect(liveOps).toEqual(['none', 'pageout', 'dontneed', 'mprotect_ro_rw']);
    expect(caseName({ kind: 'memfd', pin: 'vmsplice', op: 'dontneed' })).toBe('memfd/vmsplice/dontneed');
  });
});
