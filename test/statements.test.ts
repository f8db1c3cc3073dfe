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
});
