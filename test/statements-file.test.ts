// The numbered statements about pages of files.
import { describe, expect, it } from 'vitest';
import { commitNamed, KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const UP_TO_5_15 = ['v5.8', 'v5.9', '5.10.7', '5.10.9', 'v5.11', 'v5.15', '5.15.135'];

/** The result of the one `exists` of a scenario. */
function ends(kernel: string, lines: { memory?: string; devices: string; setup?: string; threads: string[]; exists: string }): string {
  const text = [
    'asks: What is it?',
    `memory: { A: ${lines.memory ?? 'file clean'} }`,
    `devices: { ${lines.devices} }`,
    ...(lines.setup === undefined ? [] : [`setup: [${lines.setup}]`]),
    'threads:',
    ...lines.threads.map(line => `  ${line}`),
    `exists: ${lines.exists}`,
  ].join('\n');
  return verdictOf(judgedOn(parsed(text), kernel), 'exists').result;
}

describe('files', () => {
  const pinned = (kernel: string) => ends(kernel, { devices: 'nic: rdma', threads: ['nic: [pin A write longterm]'], exists: 'pinned(A)' });
  it.each(['v5.8', '6.1.192'])('P19 %s: a long-term pin for writing of a shared ext4 mapping succeeds', kernel => {
    expect(pinned(kernel)).toBe('holds');
  });
  it.each(['v6.5', 'v6.12'])('P19 %s: it is refused', kernel => {
    expect(pinned(kernel)).toBe('unreached');
  });

  /** A clean page with buffers is held; reclaim comes by. */
  const buffersAfterReclaim = (kernel: string, nic: string, exists: string) =>
    ends(kernel, {
      devices: nic,
      setup: 'write A, fsync A, read A',
      threads: ['nic: [pin A read]', 'reclaimer as kswapd: [wait until pinned(A), reclaim A]'],
      exists,
    });
  it.each(['6.1.192', 'v6.5', 'v6.12'])('P37 %s: a pinned mapped clean page of a file keeps its buffers through reclaim', kernel => {
    expect(buffersAfterReclaim(kernel, 'nic: rdma', 'buffers(A)')).toBe('holds');
    expect(buffersAfterReclaim(kernel, 'nic: rdma', 'not buffers(A)')).toBe('unreached');
  });
  it('P39 6.1.192: one that is held by direct I/O loses them', () => {
    expect(buffersAfterReclaim('6.1.192', 'nic: odirect', 'pinned(A) and not buffers(A)')).toBe('holds');
    expect(buffersAfterReclaim('v6.12', 'nic: odirect', 'not buffers(A)')).toBe('unreached');
  });

  it.each(ALL)('P41 %s: reclaim does not write out a pinned dirty page of a file', kernel => {
    const text = [
      'asks: Is it?',
      'memory: { A: file }',
      'devices: { nic: rdma }',
      "threads: { nic: [pin A read], reclaimer as kswapd: ['wait until pinned(A)', reclaim A, reclaim A] }",
      'never: [pageout-of-pinned]',
    ].join('\n');
    expect(verdictOf(judgedOn(parsed(text), kernel), 'pageout-of-pinned').result).toBe('holds');
  });

  it.each(ALL)('P87 %s: after writeback of a pinned page its entry is read-only while the device can still write', kernel => {
    const lines = {
      memory: 'file',
      devices: 'nic: rdma',
      threads: ['nic: [pin A write, wait until wb done, dma A write]', 'wb as flusher: [wait until pinned(A), writeback A]'],
    };
    expect(ends(kernel, { ...lines, exists: 'pinned(A) and pte(A) is ro and data(A by cpu) = nic.3' })).toBe('holds');
    expect(ends(kernel, { ...lines, exists: 'pte(A) is rw' })).toBe('unreached');
  });

  /** Direct I/O marks a page dirty when reclaim has taken its buffers, and the page is written. */
  const written = (kernel: string, property: string) => {
    const text = [
      'asks: What is done?',
      'memory: { A: file ext4 }',
      'devices: { dio: odirect }',
      'threads:',
      '  dio: [pin A write, wait until kswapd done, unpin A dirty]',
      '  wb as flusher: [wait until pinned(A), writeback A, wait until dio done, writeback A]',
      '  kswapd as kswapd: [wait until not dirty(A) and not writeback(A), reclaim A]',
      'never: [BUG]',
    ].join('\n');
    return verdictOf(judgedOn(parsed(text), kernel), property).result;
  };
  it.each(['v5.8', 'v5.15'])('P89 %s: a dirty page of ext4 without buffers that is written is a BUG()', kernel => {
    expect(written(kernel, 'BUG')).toBe('violated');
  });
  it.each(['5.15.135', 'v5.18', '6.1.192'])('P89 %s: it is a warning', kernel => {
    expect(written(kernel, 'BUG')).toBe('holds');
    expect(written(kernel, 'FSRDY')).toBe('violated');
  });

  /** The disk has what came through a pin into a page that was clean, once it was unpinned dirty and written. */
  const journalled = (kernel: string, exists: string) =>
    ends(kernel, {
      memory: 'file ext4-journal',
      devices: 'nic: rdma',
      threads: [
        'nic: [pin A write, wait until not dirty(A) and not writeback(A), dma A write, unpin A dirty]',
        'wb as flusher: [wait until pinned(A), writeback A, wait until nic done, writeback A]',
      ],
      exists: `wb done and not dirty(A) and not writeback(A) and ${exists}`,
    });
  it.each(ALL)('P95 %s: a page of data=journal that was dirtied through a pin is journalled at the next writepages', kernel => {
    expect(journalled(kernel, 'data(A by disk) = nic.3')).toBe('holds');
    expect(journalled(kernel, 'not data(A by disk) = nic.3')).toBe('unreached');
  });

  const onDax = (kernel: string, pin: string) =>
    ends(kernel, { memory: 'file dax', devices: 'nic: rdma', threads: [`nic: [${pin}]`], exists: 'pinned(A)' });
  it.each(ALL)('%s: a page of fs-DAX is not pinned for long, and is for a short while', kernel => {
    for (const pin of ['pin A read longterm', 'pin A write longterm fast']) expect(onDax(kernel, pin)).toBe('unreached');
    for (const pin of ['pin A read', 'pin A write fast']) expect(onDax(kernel, pin)).toBe('holds');
  });

  it('P53 v6.12: a pinned page of a shared mapping of a file gets migration entries, and all is restored', () => {
    const text = [
      'asks: Does it?',
      'memory: { A: file ext4 }',
      'devices: { nic: rdma }',
      "threads: { nic: [pin A read], mover as kswapd: ['wait until nic done', migrate A] }",
      'never: [{ changed: mover done and not pte(A) is rw }]',
      'sometimes: [{ entries: pte(A) is migration }]',
    ].join('\n');
    const judgement = judgedOn(parsed(text), 'v6.12');
    expect(verdictOf(judgement, 'entries').result).toBe('holds');
    expect(verdictOf(judgement, 'changed').result).toBe('holds');
  });

  it.each(ALL)('P91 %s: truncation neither waits for a pin nor fails on one', kernel => {
    const lines = { devices: 'nic: rdma', threads: ['nic: [pin A read]', 'cpu: [wait until pinned(A), truncate A]'] };
    expect(ends(kernel, { ...lines, exists: 'pinned(A) and cpu done and not cached(A)' })).toBe('holds');
    expect(ends(kernel, { ...lines, exists: 'cached(A)' })).toBe('unreached');
  });

  const dropped = (kernel: string, exists: string) =>
    ends(kernel, {
      devices: 'nic: rdma',
      setup: 'write A, fsync A, read A',
      threads: ['nic: [pin A read]', 'cpu: [wait until nic done, munmap A, drop-caches A]'],
      exists,
    });
  it.each(UP_TO_5_15)('P93 %s: drop_caches takes the buffers of an unmapped clean pinned page', kernel => {
    expect(dropped(kernel, 'pinned(A) and not buffers(A)')).toBe('holds');
  });
  it.each(['v5.18', 'v6.1', 'v6.12'])('P93 %s: it counts first', kernel => {
    expect(dropped(kernel, 'not buffers(A)')).toBe('unreached');
  });
});

describe('a client that unpins inside the callback', () => {
  it('P97 v5.8: a page that only the device has dirtied can be freed clean', () => {
    const lines = {
      memory: 'shmem',
      devices: 'gpu: i915@v5.8 watches mm0',
      setup: 'truncate A, read A',
      threads: [
        'gpu: [pin A write, dma A write]',
        'kswapd as kswapd: [wait until gpu done, reclaim A]',
        'cpu: [wait until kswapd done, read A]',
      ],
    };
    expect(ends('v5.8', { ...lines, exists: 'not pinned(A) and cpu.2 = zero' })).toBe('holds');
    expect(ends('v5.8', { ...lines, exists: 'cpu.2 = gpu.2' })).toBe('unreached');
  });
});

describe('a page that many map', () => {
  /** Three mappings stand for 5000, four references for the bias. Twice: the first pass takes the young bits. */
  const unpinned = parsed(
    [
      'asks: Is it reclaimable?',
      'memory: { A: "file in mm0, mm1, mm2" }',
      'bias: 4',
      'threads: { reclaimer as kswapd: [reclaim A, reclaim A] }',
      'sometimes: [reclaimed]',
    ].join('\n'),
  );
  const found = commitNamed('v1');
  const v1 = found === undefined ? [] : [found];
  it('P45 v5.8: a file page mapped by more processes than the bias is reclaimable without v1, and not with it', () => {
    expect(verdictOf(judgedOn(unpinned, 'v5.8'), 'reclaimed').result).toBe('holds');
    expect(verdictOf(judgedOn(unpinned, 'v5.8', v1), 'reclaimed').result).toBe('unreached');
  });
});
