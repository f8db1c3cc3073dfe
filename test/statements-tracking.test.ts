// Statements about who hears of writes: userfaultfd's write protection and soft-dirty bits, as state of an entry.
import { describe, expect, it } from 'vitest';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const result = (text: string, kernel: string, property: string): string => verdictOf(judgedOn(parsed(text), kernel), property).result;

const scenario = ({ threads, rest }: { threads: string[]; rest: string }): string =>
  ['asks: What is it?', 'memory: { A: anon }', 'swap: roomy', 'threads:', ...threads.map(line => `  ${line}`), rest].join('\n');

describe('userfaultfd write protection', () => {
  const sleeper = scenario({
    threads: ['monitor: [uffd-wp A on]', 'cpu: [wait until pte(A) is ro, write A]'],
    rest: 'never: [deadlock]\neventually: [{ ended: cpu done }]',
  });
  it.each(['v5.8', 'v5.15', 'v6.18'])('%s: a writer sleeps until the monitor answers, and that is no deadlock', kernel => {
    expect(result(sleeper, kernel, 'deadlock')).toBe('holds');
    expect(result(sleeper, kernel, 'ended')).toBe('violated');
  });

  it('the end of the protection gives the write bit back since 931298e103c2, in v6.3', () => {
    const text = scenario({ threads: ['cpu: [uffd-wp A on, uffd-wp A off]'], rest: 'exists: cpu done and pte(A) is rw' });
    for (const kernel of ['v5.8', 'v5.19', '6.1.192']) expect(result(text, kernel, 'exists')).toBe('unreached');
    for (const kernel of ['v6.5', 'v6.18']) expect(result(text, kernel, 'exists')).toBe('holds');
  });

  it.each(['v5.8', 'v6.18'])('%s: a migration keeps the protection, and no undo is owed for the write bit', kernel => {
    const text = scenario({
      threads: ['monitor: [uffd-wp A on]', 'mover as kswapd: [migrate A]'],
      rest: 'never: [UNDO, { lost: monitor done and pte(A) is rw }]',
    });
    expect(result(text, kernel, 'UNDO')).toBe('holds');
    expect(result(text, kernel, 'lost')).toBe('holds');
  });

  it.each(['v5.9', 'v6.18'])("%s: a forked child is nobody's to watch: it writes at once", kernel => {
    const text = scenario({
      threads: ['parent: [uffd-wp A on, fork mm1]', 'child in mm1: [write A]'],
      rest: 'exists: child done and parent done and pte(A@mm1) is rw',
    });
    expect(result(text, kernel, 'exists')).toBe('holds');
  });
});

describe('soft-dirty bits', () => {
  it('a page that was swapped in for reading stays read-only while nobody has written, also since v6.11', () => {
    const text = scenario({
      threads: ['cpu: [clear-refs A, pageout A, read A]'],
      rest: 'exists: cpu done and pte(A) is rw',
    });
    for (const kernel of ['v5.8', 'v6.1', 'v6.12', 'v6.18']) expect(result(text, kernel, 'exists')).toBe('unreached');
  });

  it.each(['v5.8', 'v6.12'])('%s: mremap marks all that it moves as written', kernel => {
    const text = scenario({
      threads: ['cpu: [clear-refs A, mremap A, mprotect A ro, mprotect A rw]'],
      rest: 'exists: cpu done and pte(A) is rw',
    });
    expect(result(text, kernel, 'exists')).toBe(kernel === 'v6.12' ? 'holds' : 'unreached');
  });
});
