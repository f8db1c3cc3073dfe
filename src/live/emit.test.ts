// The emitted program: readable, complete, and compiled without a warning where there is a compiler.
import { describe, expect, it } from 'vitest';
import { threadCases } from './case.js';
import { emitProgram } from './emit.js';

describe('emitProgram', () => {
  it('gives the same bytes for the same cases', () => {
    expect(emitProgram(threadCases)).toBe(emitProgram([...threadCases]));
  });

  it('shows only what its cases use', () => {
    const c = emitProgram([{ kind: 'memfd', pin: 'vmsplice', op: 'pageout' }]);
    expect(c).toContain('{ &kind_memfd, &pin_vmsplice, &op_pageout },');
    expect(c).toContain('one case, listed at the bottom');
    for (const stranger of ['io_uring_setup', 'kind_anon', 'op_dontneed', 'pin_none']) expect(c).not.toContain(stranger);
  });

  it('defines a piece once, however many cases name it', () => {
    const c = emitProgram(threadCases);
    expect(c.split('static int take_uring_fixed(').length).toBe(2);
    expect(c.split('&pin_uring_fixed,').length).toBe(4);
  });

  it('refuses a program without cases, and names it does not know', () => {
    expect(() => emitProgram([])).toThrow('at least one case');
    expect(() => emitProgram([{ kind: 'shmem' as 'memfd', pin: 'none', op: 'none' }])).toThrow('"shmem"; there are anon, anon_sc, memfd');
  });

  it('stays a page that one reads', () => {
    const c = emitProgram(threadCases);
    expect(c.split('\n').length).toBeLessThan(640);
    expect(c).not.toMatch(/[^\n]{140}/);
    expect(c).not.toMatch(/[ \t]\n/);
  });
});
