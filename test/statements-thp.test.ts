// The numbered statements about large folios.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
/** Since 5232c63f46fd every large folio counts its pins exactly. */
const EXACT = ALL.slice(ALL.indexOf('v5.18'));
const BIASED = ALL.slice(0, ALL.indexOf('v5.18'));

const result = (text: string, kernel: string, property: string): string => verdictOf(judgedOn(parsed(text), kernel), property).result;

const pinned = (memory: string, page: string, condition: string): string =>
  [
    'asks: What does a pin add?',
    `memory: { A: ${memory} }`,
    'devices: { nic: uring }',
    'threads:',
    `  nic: [pin ${page} write]`,
    `exists: ${condition}`,
  ].join('\n');

describe('pins of large folios', () => {
  it.each(EXACT)('P5 %s: a pinned order-1 folio uses the exact pincount', kernel => {
    expect(result(pinned('anon order 1', 'A.1', 'maybe-pinned(A) and refcount(A) = 3'), kernel, 'exists')).toBe('holds');
  });
  it.each(BIASED)('P5 %s: a pinned order-1 folio adds the bias', kernel => {
    expect(result(pinned('anon order 1', 'A.1', 'maybe-pinned(A) and refcount(A) = 1026'), kernel, 'exists')).toBe('holds');
  });
  it.each(ALL)('P5 %s: a THP and a folio of four pages use the exact pincount everywhere', kernel => {
    expect(result(pinned('anon thp', 'A.1', 'maybe-pinned(A) and refcount(A) = 2'), kernel, 'exists')).toBe('holds');
    expect(result(pinned('anon order 2', 'A.3', 'maybe-pinned(A) and refcount(A) = 5'), kernel, 'exists')).toBe('holds');
  });
  it.each(ALL)('%s: 1100 FOLL_GETs do not make a THP look pinned', kernel => {
    const text = pinned('anon thp', 'A', 'maybe-pinned(A)').replace('uring', 'vmsplice').replace('pin A write', 'get A x1100');
    expect(result(text, kernel, 'exists')).toBe('unreached');
  });
});

const watched = (threads: readonly string[], asked: string): string =>
  [
    'asks: Who hears of it?',
    'memory: { A: anon thp }',
    'devices: { nic: uring, gpu: kvm watches mm0 }',
    'threads:',
    '  nic: [pin A.1 write longterm]',
    ...threads.map(thread => `  ${thread}`),
    `exists: ${asked}`,
  ].join('\n');

describe('a huge page with a settled pin', () => {
  it.each(ALL)('P35 %s: reclaim does not unmap it', kernel => {
    const text = watched(['reclaimer as kswapd: [wait until nic done, reclaim A]'], 'reclaimer done and not (pte(A.0) is rw)');
    expect(result(text, kernel, 'exists')).toBe('unreached');
  });
  it.each(ALL)('P57 %s: its split tells no client', kernel => {
    const text = watched(['splitter: [wait until nic done, split A]'], 'splitter done and notified(A.0) > 0');
    expect(result(text, kernel, 'exists')).toBe('unreached');
  });
  it.each(ALL)('P67 %s: a NUMA scan makes its PMD inaccessible, whole', kernel => {
    const text = watched(['cpu: [wait until nic done, numa-scan A]'], 'cpu at flush_pmd_tlb_range and pinned(A.1)');
    const ever = text.replace(/exists: (.*)/, 'sometimes: [ { scanned: $1 } ]');
    expect(result(ever, kernel, 'scanned')).toBe('holds');
  });
  it.each(ALL)('%s: the access after a NUMA scan finds it where it was', kernel => {
    const scanned = ['cpu: [wait until nic done, numa-scan A, write A.0, read A.1]'];
    expect(result(watched(scanned, 'cpu done and frame(A.1) is other'), kernel, 'exists')).toBe('unreached');
    expect(result(watched(scanned, 'cpu done and pte(A.1) is rw'), kernel, 'exists')).toBe('holds');
    expect(result(watched(scanned, 'cpu done and not (pte(A.1) is rw)'), kernel, 'exists')).toBe('unreached');
  });
  it.each(ALL)('%s: a migration tells its clients, and leaves a PMD', kernel => {
    const told = watched(['mover: [wait until nic done, migrate A]'], 'mover done and notified(A.0) = 10');
    expect(result(told, kernel, 'exists')).toBe('holds');
    const whole = watched(['mover: [wait until nic done, migrate A]'], 'mover done and refcount(A) = 2');
    expect(result(whole, kernel, 'exists')).toBe('holds');
  });
});
