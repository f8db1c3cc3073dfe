// The numbered statements about memory failure, device memory and long-term pins, by number; and what proposals do to each.
import { describe, expect, it } from 'vitest';
import { commitNamed, KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const LATER = ['v6.1', '6.1.192', 'v6.5', 'v6.12'];

/** The result of one property on a kernel, with a proposal if it is named. */
function result(lines: string[], kernel: string, property: string, proposal?: string): string {
  const commit = proposal === undefined ? undefined : commitNamed(proposal);
  const file = parsed(['asks: What is it?', ...lines].join('\n'));
  return verdictOf(judgedOn(file, kernel, commit === undefined ? [] : [commit]), property).result;
}

describe('device memory', () => {
  const moving = [
    'memory: { A: anon }',
    'devices: { nic: uring, gpu: hmm watches mm0 }',
    'threads:',
    '  nic: [pin A write longterm]',
    '  gpu: [wait until pinned(A by nic), to-device A]',
    'sometimes: [ { replaced: pte(A) is migration }, { told: notified(A) > 0 }, { back: gpu done and pte(A) is rw } ]',
  ];
  it.each(LATER)('P55 %s: a pinned page mapped once is not replaced by a migration entry before any count check', kernel => {
    expect(result(moving, kernel, 'replaced')).toBe('unreached');
    expect(result(moving, 'v5.18', 'replaced')).toBe('holds');
    expect(result(moving, kernel, 'back')).toBe('holds');
  });

  it.each(['v5.8', 'v5.11'])('1.4 %s+v1: the first mapping is still replaced and restored, and the notifier still fires', kernel => {
    for (const property of ['replaced', 'told', 'back']) expect(result(moving, kernel, property, 'v1')).toBe('holds');
  });
});

describe('munlock', () => {
  const unlocking = [
    'memory: { A: "anon in mm0, mm1 mlocked" }',
    'devices: { nic: uring }',
    'threads:',
    '  nic in mm1: [pin A read fast, wait until cpu done, unpin A]',
    '  cpu: [wait until pinned(A), munlock A]',
    '  reclaimer as kswapd: [wait until nic done, reclaim A]',
    'sometimes: [ { lost: cpu done and not mlocked(A) }, { repaired: reclaimer done and mlocked(A) } ]',
  ];
  it('1.4 v5.8+v1: the page loses PG_mlocked although another VMA locks it, until an unmap attempt after the unpin', () => {
    expect(result(unlocking, 'v5.8', 'lost')).toBe('unreached');
    for (const property of ['lost', 'repaired']) expect(result(unlocking, 'v5.8', property, 'v1')).toBe('holds');
    expect(result(unlocking, 'v5.15', 'lost', 'v1')).toBe('unreached');
  });
});

describe('long-term pins', () => {
  const pinning = (zone: string): string[] => [
    `memory: { A: anon ${zone} }`,
    'devices: { nic: uring }',
    'threads:',
    '  nic: [pin A write longterm, dma A write, unpin A dirty]',
    'sometimes: [ { left: pinned(A by nic) and frame(A) is other }, { stays: pinned(A by nic) and frame(A) is same } ]',
  ];
  it('P11 5.10.7: a long-term pin that hits CMA and is redone ends with a balanced refcount after unpin', () => {
    expect(result(pinning('cma'), '5.10.7', 'CNT')).toBe('holds');
    expect(result(pinning('cma'), '5.10.7', 'left')).toBe('holds');
    for (const kernel of ['v5.8', 'v5.9']) {
      expect(result(pinning('cma'), kernel, 'CNT')).toBe('violated');
      expect(result(pinning('cma'), kernel, 'left')).toBe('unreached');
    }
  });

  it.each(LATER)('P21 %s: a long-term pin of a page in ZONE_MOVABLE does not leave it there', kernel => {
    expect(result(pinning('movable'), kernel, 'left')).toBe('holds');
    expect(result(pinning('movable'), kernel, 'stays')).toBe('unreached');
    expect(result(pinning('movable'), 'v5.11', 'stays')).toBe('holds');
  });
});

describe('memory failure', () => {
  const failing = (dirty: boolean): string[] => [
    'memory: { A: anon }',
    'devices: { nic: uring, disk: rdma }',
    'threads:',
    `  disk: [pin A write, unpin A${dirty ? ' dirty' : ''}]`,
    '  nic: [wait until disk done, pin A write longterm]',
    '  bank as mce: [wait until pinned(A by nic), memory-failure A early]',
    'exists: signal(A) is sigkill and pte(A) is rw',
  ];
  it.each(['v5.8', 'v5.15'])(
    '1.4 %s+v1: the poisoned page stays mapped, and its process is killed if the page is dirty by its flag',
    kernel => {
      expect(result(failing(true), kernel, 'exists', 'v1')).toBe('holds');
      expect(result(failing(true), kernel, 'exists')).toBe('unreached');
      expect(result(failing(false), kernel, 'exists', 'v1')).toBe('unreached');
    },
  );
  it('1.4 v6.1+v1: since v6.1 it is killed whether dirty or not; since v6.11 told', () => {
    expect(result(failing(false), 'v6.1', 'exists', 'v1')).toBe('holds');
    expect(result(failing(true), 'v6.12', 'exists', 'v1')).toBe('unreached');
  });

  it.each(ALL)('H35 %s: a pinned page is unmapped all the same, and the device goes on', kernel => {
    const lines = [
      'memory: { A: anon }',
      'devices: { nic: uring }',
      'threads:',
      '  nic: [pin A write longterm, wait until bank done, dma A write]',
      '  bank as mce: [wait until pinned(A), memory-failure A]',
      'exists: pte(A) is hwpoison and bank.2 = failed and data(A by dma) = nic.3',
    ];
    expect(result(lines, kernel, 'exists')).toBe('holds');
  });
});
