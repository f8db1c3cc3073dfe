// The numbered yes/no statements about pins and reclaim that the model has to get right, by number.
// "6.x" are the later kernels as far as they are modelled here: v6.1, v6.5, v6.12.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const LATER = ['v6.1', 'v6.5', 'v6.12'];

/** The result of one property of a scenario on a kernel; a `never` whose question never came up proves nothing. */
function result(text: string, kernel: string, property: string): string {
  const verdict = verdictOf(judgedOn(parsed(text), kernel), property);
  if (verdict.kind === 'never' && verdict.met === 0) return 'never exercised';
  return verdict.result;
}

const scenario = (lines: { devices?: string; memory?: string; bias?: number; threads: string[]; rest: string }): string =>
  [
    'asks: What is it?',
    lines.bias === undefined ? '' : `bias: ${lines.bias}`,
    `memory: { ${lines.memory ?? 'A: anon'} }`,
    lines.devices === undefined ? '' : `devices: { ${lines.devices} }`,
    'threads:',
    ...lines.threads.map(line => `  ${line}`),
    lines.rest,
  ].join('\n');

describe('counts and pinning', () => {
  it.each(ALL)('P1 %s: after one pin of a page mapped once the refcount is 1025', kernel => {
    const text = scenario({ devices: 'nic: uring', threads: ['nic: [pin A write]'], rest: 'exists: refcount(A) = 1025' });
    expect(result(text, kernel, 'exists')).toBe('holds');
    const none = scenario({ devices: 'nic: uring', threads: ['nic: [pin A write]'], rest: 'exists: not refcount(A) = 1025' });
    expect(result(none, kernel, 'exists')).toBe('unreached');
  });

  it.each(ALL)('P3 %s: 1023 extra FOLL_GETs on a once-mapped page make "maybe pinned" true, 1022 do not', kernel => {
    const text = (n: number): string =>
      scenario({ devices: 'pipe: vmsplice', threads: [`pipe: [get A read x${n}]`], rest: 'exists: maybe-pinned(A)' });
    expect(result(text(1023), kernel, 'exists')).toBe('holds');
    expect(result(text(1022), kernel, 'exists')).toBe('unreached');
  });

  it.each(ALL)('P13 %s: GUP-fast never returns a page whose PTE was cleared before and not restored', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: ['nic: [pin A write fast]', 'cpu: [dontneed A, write A]', 'reclaimer as kswapd: [reclaim A]'],
      rest: 'never: [pin-of-cleared]',
    });
    expect(result(text, kernel, 'pin-of-cleared')).toBe('holds');
  });
});

const settled = (rest: string, devices = 'nic: uring, gpu: kvm watches mm0'): string =>
  scenario({ devices, threads: ['nic: [pin A write longterm]', 'reclaimer as kswapd: [wait until pinned(A), reclaim A]'], rest });

describe('how pins are taken', () => {
  it('P9 v5.8: after 2^21 pins of one small page the next pin fails', () => {
    const text = (n: number): string =>
      scenario({
        devices: 'many: vfio, one: vfio',
        threads: [`many: [pin A write x${n}]`, 'one: [wait until many done, pin A write]'],
        rest: 'exists: pinned(A by one)',
      });
    expect(result(text(2_097_152), 'v5.8', 'exists')).toBe('unreached');
    expect(result(text(2_097_151), 'v5.8', 'exists')).toBe('holds');
  });

  it('P15 v5.8: GUP-fast for reading does not take a read-only PTE; it goes slow and breaks COW', () => {
    const text = scenario({
      memory: 'A: "anon in mm0, mm1"',
      devices: 'nic: uring',
      threads: ['nic in mm0: [pin A read]'],
      rest: 'sometimes: [ { slow: nic at follow_page_pte }, { copied: pinned(A) and frame(A@mm0) is other } ]',
    });
    expect(result(text, 'v5.8', 'slow')).toBe('holds');
    expect(result(text, 'v5.8', 'copied')).toBe('holds');
    expect(result(text, 'v5.9', 'slow')).toBe('unreached');
  });

  it.each(['v5.9', '5.10.7', '5.15.135'])('P17 %s: a read pin of a page shared after fork returns the shared page itself', kernel => {
    const text = scenario({
      memory: 'A: "anon in mm0, mm1"',
      devices: 'nic: uring',
      threads: ['nic in mm0: [pin A read]'],
      rest: 'exists: pinned(A) and frame(A@mm0) is same and frame(A@mm1) is same and refcount(A) = 1026',
    });
    expect(result(text, kernel, 'exists')).toBe('holds');
    expect(result(text, 'v5.19', 'exists')).toBe('unreached');
    expect(result(text, 'v5.8', 'exists')).toBe('unreached');
  });
});

describe('reclaim', () => {
  it('P23 v5.8: reclaim of a pinned page fires a CLEAR notifier and leaves the PTE a swap entry', () => {
    expect(result(settled('exists: notified(A) = 1 and pte(A) is swap'), 'v5.8', 'exists')).toBe('holds');
  });

  it('P25 v5.8: what refuses is not the refcount freeze, but the test before the write-out', () => {
    const at = (label: string): string => settled(`sometimes: [ { there: "pinned(A) and reclaimer at ${label}" } ]`);
    expect(result(at('page_ref_freeze'), 'v5.8', 'there')).toBe('unreached');
    expect(result(at('is_page_cache_freeable'), 'v5.8', 'there')).toBe('holds');
  });

  it.each(['v5.9', '5.10.7'])('P27 %s: a read re-fault, then a write, does not reach the pinned page', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: [
        'nic: [pin A write longterm]',
        'reclaimer as kswapd: [wait until pinned(A), reclaim A]',
        'cpu: [wait until reclaimer done, read A, write A]',
      ],
      rest: 'exists: frame(A) is other',
    });
    expect(result(text, kernel, 'exists')).toBe('holds');
    expect(result(text, 'v5.8', 'exists')).toBe('unreached');
  });

  it.each(['v5.15', ...LATER])('P29 %s: reclaim of a pinned page outside the swap cache fires no notifier', kernel => {
    expect(result(settled('sometimes: [ { told: notified(A) >= 1 } ]'), kernel, 'told')).toBe('unreached');
    expect(result(settled('sometimes: [ { told: notified(A) >= 1 } ]'), '5.10.7', 'told')).toBe('holds');
  });

  it.each(LATER)('P31 %s: no interleaving ends with the page pinned, in the swap cache and unmapped', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: ['nic: [pin A write longterm]', 'reclaimer as kswapd: [reclaim A]'],
      rest: 'exists: pinned(A) and swapcache(A) and pte(A) is swap',
    });
    expect(result(text, kernel, 'exists')).toBe('unreached');
    expect(result(text, 'v5.15', 'exists')).toBe('holds');
  });

  it.each(LATER)('P33 %s: a FOLL_GET reference alone does not stop unmapping to swap', kernel => {
    const text = scenario({
      devices: 'pipe: vmsplice',
      threads: ['pipe: [get A read]', 'reclaimer as kswapd: [wait until pinned(A), reclaim A]'],
      rest: 'exists: pinned(A) and pte(A) is swap',
    });
    expect(result(text, kernel, 'exists')).toBe('holds');
  });

  it.each(ALL)('P41 %s: pageout writes out no pinned dirty page', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: ['nic: [pin A write longterm]', 'reclaimer as kswapd: [reclaim A]'],
      rest: 'never: [pageout-of-pinned]',
    });
    expect(result(text, kernel, 'pageout-of-pinned')).toBe('holds');
  });

  it.each(LATER)('P43 %s: a page shared by as many processes as the bias less one is not reclaimable, without any pin', kernel => {
    const text = scenario({
      bias: 4,
      memory: 'A: "anon in mm0, mm1, mm2"',
      threads: ['reclaimer as kswapd: [reclaim A, reclaim A]'],
      rest: 'sometimes: [reclaimed]',
    });
    expect(result(text, kernel, 'reclaimed')).toBe('unreached');
    expect(result(text, 'v5.8', 'reclaimed')).toBe('holds');
  });

  it.each(['5.15.135', ...LATER])('P49 %s: reclaim of a clean lazyfree page with a DIO reference does not drop its PTE', kernel => {
    const text = scenario({
      memory: 'A: anon lazyfree',
      devices: 'dio: odirect',
      threads: ['dio: [pin A write]', 'reclaimer as kswapd: [wait until dio done, reclaim A]'],
      rest: 'sometimes: [ { dropped: reclaimer done and pte(A) is none } ]',
    });
    expect(result(text, kernel, 'dropped')).toBe('unreached');
    expect(result(text, 'v5.9', 'dropped')).toBe('holds');
  });
});

describe('protection', () => {
  it.each(['v5.9', '5.10.7', 'v5.15', '5.15.135'])(
    'P77 %s: pin, mprotect(R), mprotect(RW), write: no longer on the pinned page',
    kernel => {
      const text = scenario({
        devices: 'nic: uring',
        threads: ['nic: [pin A write]', 'cpu: [wait until nic done, mprotect A ro, mprotect A rw, write A]'],
        rest: 'exists: frame(A) is other',
      });
      expect(result(text, kernel, 'exists')).toBe('holds');
      for (const keeps of ['v5.8', ...LATER]) expect(result(text, keeps, 'exists')).toBe('unreached');
    },
  );

  it.each(ALL)('P83 %s: uffd write protection of a pinned page succeeds, and the device writes on', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: ['nic: [pin A write, wait until pte(A) is ro, dma A write]', 'cpu: [wait until pinned(A), uffd-wp A on]'],
      rest: 'exists: pte(A) is ro and data(A by cpu) = nic.3',
    });
    expect(result(text, kernel, 'exists')).toBe('holds');
  });

  it.each(['v5.15', ...LATER])('P85 %s: clear_refs(4) does not write-protect a pinned private writable PTE', kernel => {
    const text = scenario({
      devices: 'nic: uring',
      threads: ['nic: [pin A write]', 'cpu: [wait until nic done, clear-refs A]'],
      rest: 'exists: pte(A) is ro',
    });
    expect(result(text, kernel, 'exists')).toBe('unreached');
    expect(result(text, 'v5.9', 'exists')).toBe('holds');
  });
});

describe('notifier client', () => {
  it('P99 v5.8: reclaim entered while pinning one page can strip another of the same object', () => {
    const text = [
      'asks: What is it?',
      'frames: 1',
      'memory: { B: anon swapped, A: anon }',
      'devices: { gpu: i915@v5.8 watches mm0 }',
      'threads:',
      '  gpu: [pin A write fast, pin B write]',
      'exists: pinned(B) and not pinned(A)',
    ].join('\n');
    expect(result(text, 'v5.8', 'exists')).toBe('holds');
    expect(result(text, 'v5.11', 'exists')).toBe('unreached');
  });
});
