// The kernel's own tests of copy-on-write, tools/testing/selftests/mm/cow.c @v6.12, as far as they concern one small anonymous page, or
// one of hugetlbfs: each case as a scenario, with a page in memory and with one that was swapped out. What the file calls "ok" is told for every kernel;
// kernels that carry the file have to pass, and older ones have to fail where a fix came later. The pin for reading walks without the mmap
// lock first and with it then: one scenario stands for the two cases, "GUP" and "GUP-fast".
import { afterAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const until = (kernel: string): string[] => ALL.slice(0, ALL.indexOf(kernel));
const from = (kernel: string): string[] => ALL.slice(ALL.indexOf(kernel));

interface Case {
  /** As cow.c prints it. */
  readonly name: string;
  readonly devices?: string;
  readonly threads: readonly string[];
  /** What must be so when everybody is done. */
  readonly good: string;
  /** Kernels on which it is "not ok". */
  readonly fails: readonly string[];
  /** Those on which it is so with a page that was swapped out. */
  readonly failsSwapped?: readonly string[];
  /** And with a page of hugetlbfs. */
  readonly failsHuge?: readonly string[];
}

/** From v5.9 until v5.18 the only reference decides: whoever pins a read-only page loses it at the next write. */
const COUNTED = until('v5.19').filter(kernel => kernel !== 'v5.8');
/**
 * Swap-in for writing counted mappings and swap entries until v5.17: a page that a child has read back, referred to and unmapped looks like
 * nobody else's. "COW fixes part 1: fix the COW security issue for THP and swap" (c145e0b47c77).
 */
const SWAP_COUNTS_MAPPINGS = COUNTED.filter(kernel => kernel !== 'v5.18');
/** Those that are looked at with a page of hugetlbfs. */
const HUGE = ['v5.8', 'v5.11', 'v5.18', 'v5.19', 'v6.12'];
/** hugetlbfs counts mappings, so whoever maps a page alone writes to it: "XFAIL" in the file. v5.8 breaks COW when a reference is taken. */
const LEAKS = HUGE.filter(kernel => kernel !== 'v5.8');
const PROTECTED = 'mprotect A ro, clear-refs A, mprotect A rw';

const CASES: readonly Case[] = [
  {
    name: 'Basic COW after fork()',
    threads: ['parent: [fork mm1, wait until child.1 = init, write A]', 'child in mm1: [read A, wait until parent done, read A]'],
    good: 'child.3 = init',
    fails: [],
  },
  {
    name: 'Basic COW after fork() with mprotect() optimization',
    threads: [
      'parent: [fork mm1, wait until child.1 = init, mprotect A ro, mprotect A rw, write A]',
      'child in mm1: [read A, wait until parent done, read A]',
    ],
    good: 'child.3 = init',
    fails: [],
  },
  {
    name: 'vmsplice() + unmap in child',
    devices: 'pipe: vmsplice',
    threads: [
      'pipe in mm1: [get A read, wait until parent done, dma A read]',
      'child in mm1: [wait until pinned(A), munmap A]',
      'parent: [fork mm1, wait until child done, write A]',
    ],
    good: 'pipe.3 = init',
    fails: [],
    failsHuge: LEAKS,
    failsSwapped: SWAP_COUNTS_MAPPINGS,
  },
  {
    name: 'vmsplice() + unmap in child with mprotect() optimization',
    devices: 'pipe: vmsplice',
    threads: [
      'pipe in mm1: [get A read, wait until parent done, dma A read]',
      'child in mm1: [wait until pinned(A), munmap A]',
      'parent: [fork mm1, wait until child done, mprotect A ro, mprotect A rw, write A]',
    ],
    good: 'pipe.3 = init',
    fails: [],
    failsHuge: LEAKS,
    failsSwapped: SWAP_COUNTS_MAPPINGS,
  },
  {
    // v5.8 broke COW when the reference was taken, and counts mappings at the child's write: there is one.
    name: 'vmsplice() before fork(), unmap in parent after fork()',
    devices: 'pipe: vmsplice',
    threads: [
      'pipe: [get A read, wait until child done, dma A read]',
      'parent: [wait until pinned(A), fork mm1, munmap A]',
      'child in mm1: [wait until parent done, write A]',
    ],
    good: 'pipe.3 = init',
    fails: ['v5.8'],
    failsHuge: HUGE,
  },
  {
    name: 'vmsplice() + unmap in parent after fork()',
    devices: 'pipe: vmsplice',
    threads: [
      'forks: [fork mm1]',
      'pipe: [wait until forks done, get A read, wait until child done, dma A read]',
      'parent: [wait until pinned(A), munmap A]',
      'child in mm1: [wait until parent done, write A]',
    ],
    good: 'pipe.4 = init',
    fails: [],
    failsHuge: LEAKS,
    failsSwapped: SWAP_COUNTS_MAPPINGS,
  },
  {
    name: 'R/O-mapping a page registered as iouring fixed buffer',
    devices: 'ring: uring',
    threads: ['ring: [pin A write longterm, wait until parent done, dma A read]', `parent: [wait until pinned(A), ${PROTECTED}, write A]`],
    good: 'ring.3 = parent.5',
    fails: COUNTED,
    failsHuge: [],
  },
  {
    name: 'fork() with an iouring fixed buffer',
    devices: 'ring: uring',
    threads: ['ring: [pin A write longterm, wait until parent done, dma A read]', 'parent: [wait until pinned(A), fork mm1, write A]'],
    good: 'ring.3 = parent.3',
    fails: ['v5.8'],
    failsHuge: ['v5.8', 'v5.11'],
  },
  {
    name: 'R/O GUP pin on R/O-mapped shared page',
    devices: 'test: vfio',
    threads: [
      'forks: [fork mm1]',
      'test: [wait until forks done, pin A read longterm, wait until parent done, dma A read]',
      'parent: [wait until pinned(A), write A]',
    ],
    good: 'test.4 = parent.2',
    fails: COUNTED,
  },
  {
    name: 'R/O GUP pin on R/O-mapped previously-shared page',
    devices: 'test: vfio',
    threads: [
      'forks: [fork mm1]',
      'child in mm1: [exit]',
      'test: [wait until child done, pin A read longterm, wait until parent done, dma A read]',
      'parent: [wait until pinned(A), write A]',
    ],
    good: 'test.4 = parent.2',
    fails: COUNTED,
    failsHuge: [],
  },
  {
    name: 'R/O GUP pin on R/O-mapped exclusive page',
    devices: 'test: vfio',
    threads: [
      `protects: [${PROTECTED}]`,
      'test: [wait until protects done, pin A read longterm, wait until parent done, dma A read]',
      'parent: [wait until pinned(A), write A]',
    ],
    good: 'test.4 = parent.2',
    fails: COUNTED,
    failsHuge: [],
  },
];

const ZERO_CASES: readonly Case[] = [
  {
    name: 'Basic COW',
    threads: ['parent: [write A, read A]', 'child in mm1: [wait until parent done, read A]'],
    good: 'parent.2 = parent.1 and child.2 = zero',
    fails: [],
  },
  {
    // 84209e87c696 (v6.2) makes a long-term pin take a page of its own; v5.8 wrote for every pin in private memory.
    name: 'R/O longterm GUP pin',
    devices: 'test: vfio',
    threads: ['test: [pin A read longterm, wait until parent done, dma A read]', 'parent: [wait until pinned(A), write A]'],
    good: 'test.3 = parent.2',
    fails: until('v6.5').filter(kernel => kernel !== 'v5.8'),
  },
];

/** Where a case can start: a page that is there, and one that was swapped out. */
const PAGES = { 'with base page': 'anon', 'with swapped out base page': 'anon swapped', 'with hugetlb': 'hugetlb' } as const;
const ZERO_PAGES = { 'with shared zeropage': '"anon in mm0, mm1 zeropage"' } as const;

const RUNS = [
  ...CASES.flatMap(one => Object.entries(PAGES).map(([where, memory]) => ({ ...one, where, memory, carried: from('v6.1') }))),
  ...ZERO_CASES.flatMap(one => Object.entries(ZERO_PAGES).map(([where, memory]) => ({ ...one, where, memory, carried: from('v6.5') }))),
].map(run => ({
  ...run,
  kernels: run.memory === 'hugetlb' ? HUGE : ALL,
  fails:
    run.memory === 'anon swapped' ? (run.failsSwapped ?? run.fails) : run.memory === 'hugetlb' ? (run.failsHuge ?? run.fails) : run.fails,
}));

/** "ok" if it is good on every run, and some run comes to an end. */
function outcomeOn(kernel: string, { memory, devices, threads, good }: (typeof RUNS)[number]): string {
  const names = threads.map(line => line.split(/[ :]/)[0]);
  const done = names.map(name => `${name} done`).join(' and ');
  const text = [
    'asks: Is it ok?',
    'swap: roomy',
    `memory: { A: ${memory} }`,
    ...(devices === undefined ? [] : [`devices: { ${devices} }`]),
    'threads:',
    ...threads.map(line => `  ${line}`),
    'sometimes:',
    `  - ok: ${done} and ${good}`,
    `  - not-ok: ${done} and not (${good})`,
  ].join('\n');
  const judgement = judgedOn(parsed(text), kernel);
  const seen = (name: string): boolean => verdictOf(judgement, name).result === 'holds';
  if (seen('not-ok')) return seen('ok') ? 'not ok on some runs' : 'not ok';
  return seen('ok') ? 'ok' : 'does not end';
}

describe('tools/testing/selftests/mm/cow.c', () => {
  const told = new Map<string, string>();
  afterAll(() => {
    // The file came with v6.1, as anon_cow.c, and the cases that are not about anonymous memory with v6.2.
    const due = RUNS.flatMap(run =>
      run.carried.filter(kernel => run.kernels.includes(kernel)).map(kernel => told.get(`${run.name} ${run.where} ${kernel}`)),
    );
    console.info(`cow.c: ${due.filter(outcome => outcome === 'ok').length} of ${due.length} results "ok" on kernels that carry it`);
    for (const run of RUNS)
      console.info(
        ALL.map(kernel => ({ ok: '+', none: ' ' })[told.get(`${run.name} ${run.where} ${kernel}`) ?? 'none'] ?? '-').join(''),
        run.name,
        run.where,
      );
  });

  describe.each(RUNS)('$name $where', run => {
    it.each(run.kernels)('%s', kernel => {
      const outcome = outcomeOn(kernel, run);
      told.set(`${run.name} ${run.where} ${kernel}`, outcome);
      expect(outcome).toBe(run.fails.includes(kernel) ? 'not ok' : 'ok');
    });
  });
});
