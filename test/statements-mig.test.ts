// The numbered yes/no statements about migration, by number, and the storm of the thread (H22) on every kernel.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);

const holds = (lines: readonly string[], kernel: string, property: string): string =>
  verdictOf(judgedOn(parsed(['asks: What is it?', ...lines].join('\n')), kernel), property).result;

const pinned = (memory: string, exists: string): string[] => [
  `memory: { A: "${memory}" }`,
  'devices: { nic: uring, gpu: kvm watches mm0 }',
  'threads:',
  '  nic: [pin A write longterm]',
  '  mover: [wait until nic done, migrate A]',
  `exists: ${exists}`,
];

describe('migration', () => {
  it('P51 v5.8: one migrate_pages() on a pinned page fires up to ten notifier pairs and restores it after each', () => {
    expect(holds(pinned('anon', 'notified(A) = 10 and pte(A) is rw and frame(A) is same'), 'v5.8', 'exists')).toBe('holds');
    expect(holds(pinned('anon', 'notified(A) > 10'), 'v5.8', 'exists')).toBe('unreached');
    expect(holds(pinned('anon', 'not pte(A) is rw'), 'v5.8', 'exists')).toBe('unreached');
    const between = pinned('anon', 'not pte(A) is rw').slice(0, -1);
    const unlocked = 'sometimes: [ { again: "notified(A) = 1 and pte(A) is rw and mover at get_new_page" } ]';
    expect(holds([...between, unlocked], 'v5.8', 'again')).toBe('holds');
  });

  it.each(ALL)('H22 %s: a pinned page costs its clients ten invalidations a call', kernel => {
    expect(holds(pinned('anon', 'notified(A) = 10'), kernel, 'exists')).toBe('holds');
    expect(holds(pinned('anon', 'notified(A) != 10'), kernel, 'exists')).toBe('unreached');
  });

  it.each(['v6.1', '6.1.192', 'v6.5', 'v6.12'])(
    'P47 %s: with demotion a pinned page is sent to migration before the test for pins',
    kernel => {
      const demoted = (exists: string): string[] => [
        'memory: { A: anon }',
        'devices: { nic: uring, gpu: kvm watches mm0 }',
        'threads:',
        '  nic: [pin A write longterm]',
        '  kswapd as kswapd: [wait until nic done, demote A]',
        exists,
      ];
      expect(holds(demoted('exists: notified(A) = 10 and pte(A) is rw'), kernel, 'exists')).toBe('holds');
      expect(holds(demoted('exists: notified(A) = 10'), 'v5.11', 'exists')).toBe('unreached');
      const first = 'sometimes: [ { first: "notified(A) = 0 and kswapd at page_maybe_dma_pinned" } ]';
      expect(holds(demoted(first), kernel, 'first')).toBe('unreached');
      expect(holds(demoted(first), 'v5.11', 'first')).toBe('holds');
    },
  );

  it.each(ALL)('P63 %s: hot-remove of a page that is pinned for ever does not return without a signal', kernel => {
    const removed = (nic: string): string[] => [
      'memory: { A: anon }',
      'devices: { nic: uring }',
      'threads:',
      `  nic: [${nic}]`,
      '  remover: [wait until nic done, offline A]',
      'sometimes: [ { returns: remover done } ]',
    ];
    expect(holds(removed('pin A write longterm'), kernel, 'returns')).toBe('unreached');
    expect(holds(removed('pin A write longterm, unpin A'), kernel, 'returns')).toBe('holds');
  });

  it.each(['v6.1', '6.1.192', 'v6.5', 'v6.12'])('P65 %s: a NUMA scan does not make the entry of a pinned private page protnone', kernel => {
    const scanned = [
      'memory: { A: anon }',
      'devices: { nic: uring }',
      'threads:',
      '  nic: [pin A write longterm]',
      '  cpu: [wait until nic done, numa-scan A]',
      'sometimes: [ { made: cpu at ptep_modify_prot_commit } ]',
    ];
    expect(holds(scanned, kernel, 'made')).toBe('unreached');
    expect(holds(scanned, 'v5.15', 'made')).toBe('holds');
  });

  it.each(['v6.12'])('P53 %s: a pinned page of shared memory gets migration entries and is mapped back in the end', kernel => {
    const shared = [
      'memory: { A: shmem shared }',
      'devices: { nic: uring }',
      'threads:',
      '  nic: [pin A write longterm]',
      '  mover: [wait until nic done, migrate A]',
      'sometimes: [ { entry: pte(A) is migration }, { back: mover done and pte(A) is rw and frame(A) is same } ]',
      'exists: not pte(A) is rw',
    ];
    expect(holds(shared, kernel, 'entry')).toBe('holds');
    expect(holds(shared, kernel, 'back')).toBe('holds');
    expect(holds(shared, kernel, 'exists')).toBe('unreached');
  });

  it.each(ALL)('%s: a page that nobody else holds is moved at the first try', kernel => {
    const free = [
      'memory: { A: anon }',
      'devices: { gpu: kvm watches mm0 }',
      'threads:',
      '  mover: [move-pages A]',
      'exists: notified(A) = 1 and frame(A) is other and mapcount(A) = 1',
    ];
    expect(holds(free, kernel, 'exists')).toBe('holds');
  });
});
