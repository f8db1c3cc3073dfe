// The statements about hugetlbfs: hazards by number, section 2.22, and what the rows of a table cannot tell.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const older = (name: string): string[] => ALL.slice(0, ALL.indexOf(name));
const from = (name: string): string[] => ALL.slice(ALL.indexOf(name));

const result = (lines: readonly string[], kernel: string, property: string): string =>
  verdictOf(judgedOn(parsed(['asks: Is it so?', ...lines].join('\n')), kernel), property).result;

const pinned = (pin: string, condition: string): string[] => [
  'memory: { A: hugetlb }',
  'devices: { nic: uring, pipe: vmsplice }',
  'threads:',
  `  ${pin}`,
  `exists: ${condition}`,
];

describe('pins of hugetlbfs', () => {
  it.each(ALL)('%s: a pin is one reference, and counted exactly', kernel => {
    expect(result(pinned('nic: [pin A write]', 'maybe-pinned(A) and refcount(A) = 2'), kernel, 'exists')).toBe('holds');
  });
  it.each(ALL)('%s: 1100 FOLL_GETs do not look like a pin', kernel => {
    expect(result(pinned('pipe: [get A x1100]', 'maybe-pinned(A)'), kernel, 'exists')).toBe('unreached');
  });
});

describe('fork', () => {
  const shared = [
    'memory: { A: hugetlb }',
    'devices: { nic: uring }',
    'threads:',
    '  nic: [pin A write]',
    '  parent: [wait until nic done, fork mm1]',
    'exists: frame(A@mm1) is same',
  ];
  it.each(older('v5.15'))('H5 %s: a pinned page is shared', kernel => {
    expect(result(shared, kernel, 'exists')).toBe('holds');
  });
  it.each(from('v5.15'))('H5 %s: a pinned page is copied', kernel => {
    expect(result(shared, kernel, 'exists')).toBe('unreached');
  });
  const lazily = ['memory: { A: hugetlb shared }', 'threads: { parent: [fork mm1] }', 'exists: pte(A@mm1) is rw'];
  it.each(older('v6.1'))('%s: the entry of a shared page is copied', kernel => {
    expect(result(lazily, kernel, 'exists')).toBe('holds');
  });
  it.each(from('v6.1'))('%s: a shared page is left to the next fault', kernel => {
    expect(result(lazily, kernel, 'exists')).toBe('unreached');
  });
});

describe('migration', () => {
  it.each(ALL)('%s: one that nobody holds is moved, and the counts add up', kernel => {
    const lines = [
      'memory: { A: hugetlb shared }',
      'threads: { mover: [move-pages A, read A] }',
      'exists: frame(A) is other and mover.2 = init',
    ];
    expect(result(lines, kernel, 'exists')).toBe('holds');
    expect(result(lines, kernel, 'CNT')).toBe('holds');
  });
});

describe('what a page of hugetlbfs does not know', () => {
  it.each(ALL)('%s: MADV_FREE, MADV_COLD and MADV_PAGEOUT answer EINVAL, and reclaim finds nothing', kernel => {
    const lines = [
      'memory: { A: hugetlb }',
      'threads: { cpu: [free A, cold A, pageout A, mlock A, reclaim A] }',
      'exists: cpu.1 = -EINVAL and cpu.2 = -EINVAL and cpu.3 = -EINVAL and frame(A) is same',
    ];
    expect(result(lines, kernel, 'exists')).toBe('holds');
  });
});
