// The kernel's own tests of long-term pins, tools/testing/selftests/mm/gup_longterm.c @v6.12: each case as a scenario, on a file of tmpfs
// (memfd) and on one of a file system that tracks dirty pages (tmpfile). The file holds for kernels from v6.5 on, which refuse to write
// into a shared mapping of the second kind for long; what older kernels do is told beside it. "GUP" and "GUP-fast" are one scenario: the
// walk without the mmap lock comes first, the one with it where that refuses. hugetlb is not modelled.
import { afterAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const CARRY = ALL.slice(ALL.indexOf('v6.5'));

interface Case {
  /** As gup_longterm.c prints it, GUP and GUP-fast in one. */
  readonly name: string;
  readonly shared: boolean;
  readonly write: boolean;
}

const CASES: readonly Case[] = [
  { name: 'R/W longterm GUP pin in MAP_SHARED file mapping', shared: true, write: true },
  { name: 'R/O longterm GUP pin in MAP_SHARED file mapping', shared: true, write: false },
  { name: 'R/W longterm GUP pin in MAP_PRIVATE file mapping', shared: false, write: true },
  { name: 'R/O longterm GUP pin in MAP_PRIVATE file mapping', shared: false, write: false },
  { name: 'io_uring fixed buffer with MAP_SHARED file mapping', shared: true, write: true },
  { name: 'io_uring fixed buffer with MAP_PRIVATE file mapping', shared: false, write: true },
];
const FILES = [
  { name: 'memfd', kind: 'shmem', writableLongterm: true },
  { name: 'tmpfile', kind: 'file', writableLongterm: false },
];

/** Whether the pin is taken: memset(), mprotect(PROT_READ) before a pin for reading, the pin. */
function works(kernel: string, kind: string, { name, shared, write }: Case): boolean {
  const text = [
    'asks: Is the pin taken?',
    `memory: { A: ${kind} ${shared ? 'shared' : 'private dirty'} }`,
    `devices: { gup: ${name.startsWith('io_uring') ? 'uring' : 'rdma'} }`,
    ...(write ? [] : ['setup: [mprotect A ro]']),
    'threads:',
    `  gup: [pin A ${write ? 'write' : 'read'} longterm]`,
    'sometimes: [ { taken: gup done and pinned(A by gup) }, { refused: gup done and not pinned(A by gup) } ]',
  ].join('\n');
  const judged = judgedOn(parsed(text), kernel);
  const taken = verdictOf(judged, 'taken').result === 'holds';
  expect(verdictOf(judged, 'refused').result).toBe(taken ? 'unreached' : 'holds');
  return taken;
}

const told: string[] = [];
let agreed = 0;
let asked = 0;

describe.each(FILES)('$name', ({ name, kind, writableLongterm }) => {
  it.each(CASES)('$name', test => {
    const should = !test.shared || !test.write || writableLongterm;
    const answers = ALL.map(kernel => works(kernel, kind, test));
    for (const kernel of CARRY) {
      asked++;
      if (answers[ALL.indexOf(kernel)] === should) agreed++;
    }
    const refused = ALL.filter((_, i) => !answers[i]);
    told.push(`${test.name} ... with ${name}: ${refused.length === 0 ? 'works everywhere' : `refused on ${refused.join(', ')}`}`);
    for (const kernel of CARRY) expect([kernel, answers[ALL.indexOf(kernel)]]).toEqual([kernel, should]);
  });
});

afterAll(() => {
  console.log([...told, `gup_longterm.c: ${agreed} of ${asked} answers as the file has them (${CARRY.join(', ')})`].join('\n'));
});
