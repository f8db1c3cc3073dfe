// The "wrong COW" matrix: a device holds a reference for writing, something happens, and the process writes. Does the write still reach
// the page that the device has? One row for each thing that happens, one column for each age of kernels, for FOLL_PIN and for FOLL_GET.
import { describe, expect, it } from 'vitest';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

/** The kernels of each column: ages in which no cell changes, the backports of stable trees among them. */
const COLUMNS = {
  'v5.8': ['v5.8'],
  'v5.9': ['v5.9'],
  '5.10.7': ['5.10.7'],
  'v5.11': ['5.10.9', 'v5.11', 'v5.15'],
  '5.15.135': ['5.15.135'],
  'v5.18': ['v5.18'],
  'v5.19': ['v5.19', 'v6.1', '6.1.192', 'v6.5', 'v6.12', 'v6.18'],
} as const;
type Column = keyof typeof COLUMNS;

/**
 * keep: the write reaches the page. refused: so, and the trigger left a writable entry. LOST: it never does. race: that depends.
 * closed: what the trigger waits for never comes.
 */
type Cell = 'keep' | 'refused' | 'LOST' | 'race' | 'closed';
type Cells = Readonly<Record<Column, Cell>>;

interface Row {
  readonly trigger: string;
  /** What happens once the reference is there. */
  readonly threads: readonly string[];
  /** What the process does in the end; a write if it says nothing else. */
  readonly cpu?: readonly string[];
  /** What there is; one written page if it says nothing else. */
  readonly memory?: string;
  /** Of which runs it is told. */
  readonly given?: string;
  /** How a FOLL_PIN is taken. */
  readonly take?: string;
  /** Kernels that flush no TLB there: a write through an old entry keeps the page, so that LOST is a race. */
  readonly unflushed?: readonly string[];
  readonly pin: Cells;
  readonly get: Cells;
}

/** One word a column, in the order of COLUMNS; one word alone is for all of them. */
const cells = (words: string): Cells => {
  const all = words.split(' ');
  return Object.fromEntries(Object.keys(COLUMNS).map((column, i) => [column, all.length === 1 ? all[0] : all[i]])) as Cells;
};

const reclaim = ['trigger as kswapd: [wait until pinned(A), reclaim A]'];
const does = (...ops: readonly string[]): readonly string[] => [`trigger: [${['wait until pinned(A)', ...ops].join(', ')}]`];
const migrates = ['migration as kswapd: [wait until pinned(A), migrate A]'];

const ROWS: readonly Row[] = [
  { trigger: 'nothing', threads: does(), pin: cells('keep'), get: cells('keep') },
  {
    trigger: 'reclaim, then a read',
    threads: reclaim,
    cpu: ['read A', 'write A'],
    pin: cells('keep LOST LOST refused refused refused refused'),
    get: cells('keep LOST LOST LOST LOST LOST keep'),
  },
  {
    trigger: 'reclaim',
    threads: reclaim,
    pin: cells('keep keep keep refused refused refused refused'),
    // Swap-in for writing counts mappings until v5.17.
    get: cells('keep keep keep keep keep LOST keep'),
  },
  {
    trigger: 'mprotect, there and back',
    threads: does('mprotect A ro', 'mprotect A rw'),
    pin: cells('keep LOST LOST LOST LOST LOST keep'),
    get: cells('keep LOST LOST LOST LOST LOST keep'),
  },
  {
    trigger: 'userfaultfd write protection, on and off',
    threads: does('uffd-wp A on', 'uffd-wp A off'),
    pin: cells('keep LOST LOST LOST LOST LOST keep'),
    get: cells('keep LOST LOST LOST LOST LOST keep'),
  },
  {
    trigger: 'clear_refs of soft-dirty bits',
    threads: does('clear-refs A'),
    unflushed: ['v5.9', '5.10.7', '5.10.9', 'v5.11'],
    pin: cells('keep LOST LOST refused refused refused refused'),
    get: cells('keep LOST LOST LOST LOST LOST keep'),
  },
  {
    trigger: 'fork, and the child lives',
    threads: does('fork mm1'),
    pin: cells('LOST keep keep keep keep keep keep'),
    get: cells('LOST'),
  },
  {
    trigger: 'fork, and the child is gone',
    threads: [...does('fork mm1', 'wait until child done'), 'child in mm1: [exit]'],
    pin: cells('keep'),
    get: cells('keep LOST LOST LOST LOST LOST LOST'),
  },
  {
    trigger: 'a migration that fails',
    threads: ['trigger as kswapd: [wait until pinned(A), migrate A]'],
    pin: cells('keep'),
    get: cells('keep'),
  },
  {
    trigger: 'fork while a migration entry stands for the page',
    threads: [...migrates, 'trigger: [wait until pte(A) is migration, fork mm1, wait until migration done]'],
    // A fork that comes a moment later meets the page itself, and copies it early where it looks for pins.
    given: 'frame(A@mm1) is same',
    pin: cells('LOST LOST LOST LOST LOST LOST closed'),
    get: cells('LOST'),
  },
  {
    trigger: 'fork at any time of a migration that fails',
    threads: [...migrates, 'trigger: [wait until pinned(A), fork mm1, wait until migration done]'],
    pin: cells('LOST race race race race race keep'),
    get: cells('LOST'),
  },
  {
    trigger: 'an attempt of KSM to merge the page',
    memory: 'A: anon mergeable, B: anon mergeable',
    threads: ['trigger as ksmd: [wait until pinned(A), ksm A B]'],
    pin: cells('refused'),
    get: cells('refused'),
  },
  {
    trigger: 'MADV_FREE and reclaim',
    threads: ['frees: [wait until pinned(A), free A]', 'trigger as kswapd: [wait until frees done, reclaim A]'],
    pin: cells('LOST LOST LOST LOST keep keep keep'),
    get: cells('LOST LOST LOST LOST keep keep keep'),
  },
  { trigger: 'MADV_DONTNEED', threads: does('dontneed A'), pin: cells('LOST'), get: cells('LOST') },
  { trigger: 'munmap and mmap', threads: does('munmap A', 'mmap A'), pin: cells('LOST'), get: cells('LOST') },
  // The reference is not there before the trigger begins: it lands at any moment, and the process writes when both are done.
  {
    trigger: 'reclaim and a read, while the reference is taken',
    threads: ['trigger as kswapd: [reclaim A]'],
    cpu: ['read A', 'write A'],
    pin: cells('keep race race race race race keep'),
    get: cells('keep race race race race race keep'),
  },
  {
    trigger: 'clear_refs, while the reference is taken',
    threads: ['trigger: [clear-refs A]'],
    pin: cells('keep race race race race race keep'),
    get: cells('keep race race race race race keep'),
  },
  {
    trigger: 'fork, while the reference is taken without the mmap lock',
    threads: ['trigger: [fork mm1]'],
    take: 'pin A write fast',
    pin: cells('LOST race keep keep keep keep keep'),
    get: cells('race'),
  },
];

const HOLDERS = { pin: { device: 'uring', take: 'pin A write' }, get: { device: 'vmsplice', take: 'get A write' } } as const;

function scenarioOf(row: Row, holder: keyof typeof HOLDERS): string {
  const { device, take } = HOLDERS[holder];
  const cpu = ['wait until trigger done and nic done', ...(row.cpu ?? ['write A'])];
  const given = row.given === undefined ? 'pinned(A)' : `pinned(A) and ${row.given}`;
  const reached = `data(A by dma) = cpu.${cpu.length}`;
  return [
    `asks: Does a write after ${row.trigger} reach the page that the device has?`,
    'swap: roomy',
    `memory: { ${row.memory ?? 'A: anon'} }`,
    `devices: { nic: ${device} }`,
    'threads:',
    `  nic: [${holder === 'pin' ? (row.take ?? take) : take}]`,
    ...row.threads.map(line => `  ${line}`),
    `  cpu: [${cpu.join(', ')}]`,
    'sometimes:',
    `  - kept: cpu done and ${given} and ${reached}`,
    `  - lost: cpu done and ${given} and not ${reached}`,
    '  - disturbed: trigger done and not pte(A) is rw',
  ].join('\n');
}

/** What every run of a scenario comes to; what some run does otherwise than others is no cell. */
function cellOn(kernel: string, text: string): string {
  const judgement = judgedOn(parsed(text), kernel);
  const seen = (name: string): boolean => verdictOf(judgement, name).result === 'holds';
  if (seen('kept') === seen('lost')) return seen('kept') ? 'race' : 'closed';
  if (seen('lost')) return 'LOST';
  return seen('disturbed') ? 'keep, disturbed' : 'keep, undisturbed';
}

const WANTED: Readonly<Record<Cell, RegExp>> = {
  keep: /^keep/,
  refused: /^keep, undisturbed$/,
  LOST: /^LOST$/,
  race: /^race$/,
  closed: /^closed$/,
};

describe.each(['pin', 'get'] as const)('a write beside a device with FOLL_%s', holder => {
  const kernels = (Object.keys(COLUMNS) as Column[]).flatMap(column => COLUMNS[column].map(kernel => ({ column, kernel })));
  describe.each(ROWS)('after $trigger', row => {
    it.each(kernels)('on $kernel', ({ column, kernel }) => {
      const cell = row[holder][column];
      const wanted = cell === 'LOST' && row.unflushed?.includes(kernel) ? 'race' : cell;
      expect(cellOn(kernel, scenarioOf(row, holder))).toMatch(WANTED[wanted]);
    });
  });
});
