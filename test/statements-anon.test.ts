// The numbered statements on anonymous memory that need more than reclaim: the zero page, exclusive pages.
import { describe, expect, it } from 'vitest';
import { composed, KERNELS, kernelNamed } from '../src/history/index.js';
import { Series } from '../src/judge/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const EXCLUSIVE = ALL.slice(ALL.indexOf('v5.19'));

/** The result of one property; a `never` whose question never came up proves nothing. */
function result(lines: readonly string[], kernel: string, property: string): string {
  const verdict = verdictOf(judgedOn(parsed(['asks: What is it?', ...lines].join('\n')), kernel), property);
  if (verdict.kind === 'never' && verdict.met === 0) return 'never exercised';
  return verdict.result;
}

describe('the zero page', () => {
  const pinned = (kind: string): string[] => [
    `memory: { A: ${kind} }`,
    'devices: { nic: uring }',
    'threads: { nic: [pin A read] }',
    'exists: pinned(A) and frame(A) is same and data(A by dma) = zero and refcount(A) = 1025',
  ];

  it('P7 v5.8: pinning the zero page adds 1024 to its count, in a mapping that no write can make private', () => {
    // /dev/zero opened for reading and mapped shared has neither VM_SHARED nor VM_MAYWRITE: should_force_cow_break() lets it be.
    expect(result(pinned('devzero'), 'v5.8', 'exists')).toBe('holds');
    // In private memory v5.8 writes first, and the page that is pinned is no zero page.
    expect(result(pinned('anon zeropage'), 'v5.8', 'exists')).toBe('unreached');
  });

  it.each(['v5.9', 'v5.15', 'v5.19', 'v6.1'])('P7 %s: and in private memory too', kernel => {
    expect(result(pinned('anon zeropage'), kernel, 'exists')).toBe('holds');
    expect(result(pinned('devzero'), kernel, 'exists')).toBe('holds');
  });

  it.each(['6.1.192', 'v6.5', 'v6.12', 'v6.18'])('P7 %s: no longer, c8070b787519', kernel => {
    for (const kind of ['devzero', 'anon zeropage']) {
      expect(result(pinned(kind), kernel, 'exists')).toBe('unreached');
      const lines = [...pinned(kind).slice(0, 3), 'exists: pinned(A) and frame(A) is same and refcount(A) = 1'];
      expect(result(lines, kernel, 'exists')).toBe('holds');
    }
  });

  it.each(ALL)('%s: FOLL_GET counts it, in every kernel but for the forced write of v5.8', kernel => {
    const lines = [
      'memory: { A: devzero }',
      'devices: { pipe: vmsplice }',
      'threads: { pipe: [get A read, unpin A] }',
      'sometimes: [ { counted: pinned(A) and refcount(A) = 2 } ]',
      'exists: not pinned(A) and refcount(A) = 1',
    ];
    expect(result(lines, kernel, 'counted')).toBe('holds');
    expect(result(lines, kernel, 'exists')).toBe('holds');
  });
});

describe('exclusive pages', () => {
  it.each(EXCLUSIVE)('P81 %s: a page that is exclusive and pinned stays exclusive', kernel => {
    const lines = [
      'swap: tight',
      'memory: { A: anon swapcache }',
      'devices: { nic: uring }',
      'threads:',
      '  nic: [pin A write]',
      '  cpu: [mprotect A ro, mprotect A rw, write A]',
      '  reclaimer as kswapd: [reclaim A, reclaim A]',
      'never: [ { shared: pinned(A) and not exclusive(A) } ]',
      'sometimes: [ { other: not exclusive(A) } ]',
    ];
    expect(result(lines, kernel, 'shared')).toBe('holds');
    expect(result(lines, kernel, 'other')).toBe('holds');
  });
});

describe('what a kernel does not have', () => {
  it.each([
    ['uffd-move A', 'v5.8', 'v6.12'],
    ['guard A', 'v6.12', 'v6.18'],
    ['populate A', 'v5.11', 'v5.15'],
  ])('%s on %s is refused by name, with the first kernel that has it', (op, kernel, first) => {
    const file = parsed(`asks: Is it there?\nmemory: { A: anon }\nthreads: { cpu: [${op}] }\nexists: cpu done`);
    expect(() => judgedOn(file, kernel)).toThrow(`${kernel} does not have "${op.slice(0, -2)}"`);
    const { problem } = new Series(file, { statesMax: 1000 }).on(composed(kernelNamed(kernel)!));
    expect(problem?.hint).toContain(`the first kernel here that has it is ${first}`);
    expect(verdictOf(judgedOn(file, first), 'exists').result).toBe('holds');
  });

  it('secret memory is refused before v5.14, and refuses every reference since', () => {
    const lines = [
      'memory: { A: secretmem }',
      'devices: { nic: uring, pipe: vmsplice }',
      'threads: { nic: [pin A write], pipe: [get A read] }',
    ];
    expect(() => result([...lines, 'exists: pinned(A)'], 'v5.11', 'exists')).toThrow('does not have "secretmem"');
    expect(result([...lines, 'exists: pinned(A)'], 'v5.15', 'exists')).toBe('unreached');
  });
});

describe('advice', () => {
  const answered = (kind: string, answer: string): string[] => [
    `memory: { A: ${kind} }`,
    'threads: { cpu: [populate A] }',
    `exists: cpu.1 = ${answer}`,
  ];
  it.each(['v5.15', 'v6.12'])('%s: MADV_POPULATE_WRITE of a mapping that cannot be written is EINVAL', kernel => {
    expect(result(answered('anon', '0'), kernel, 'exists')).toBe('holds');
    expect(result(answered('anon readonly', '-EINVAL'), kernel, 'exists')).toBe('holds');
    expect(result(answered('anon protnone', '-EINVAL'), kernel, 'exists')).toBe('holds');
  });

  it.each(ALL)('%s: mprotect() to the rights that are there tells nobody', kernel => {
    const lines = (right: string): string[] => [
      'memory: { A: anon }',
      'devices: { gpu: kvm watches mm0 }',
      `threads: { cpu: [mprotect A ${right}] }`,
      'exists: notified(A) > 0',
    ];
    expect(result(lines('rw'), kernel, 'exists')).toBe('unreached');
    expect(result(lines('ro'), kernel, 'exists')).toBe('holds');
  });
});

describe('KSM', () => {
  const lines = (rest: string): string[] => [
    'memory: { A: anon mergeable, B: anon mergeable }',
    'devices: { nic: uring, gpu: kvm watches mm0 }',
    'threads: { nic: [pin A write], merger as ksmd: [wait until nic done, ksm A B] }',
    rest,
  ];
  it.each(ALL)("P61 %s: KSM's failed attempt on a pinned page fires a notifier, and leaves the page as it was", kernel => {
    expect(result(lines('exists: notified(A) = 0'), kernel, 'exists')).toBe('unreached');
    expect(result(lines('exists: notified(A) = 1 and pte(A) is rw and not ksm(A)'), kernel, 'exists')).toBe('holds');
  });

  it.each(ALL)('%s: mremap() gives KSM pages up', kernel => {
    const moved = [
      'memory: { A: anon mergeable, B: anon mergeable }',
      'setup: [ksm A B]',
      'threads: { cpu: [mremap A] }',
      'exists: not ksm(A) and ksm(B)',
    ];
    expect(result(moved, kernel, 'exists')).toBe('holds');
  });
});
