// Topics: pages of help on what several verbs share.
import { fill } from '../report/index.js';
import { exitSays } from './exit.js';

const columns = 80;

const exitCodes = exitSays.flatMap(([code, says]) => fill(says, columns, `${code}`.padStart(5).padEnd(8), ' '.repeat(8)));

export const topics: Readonly<Record<string, readonly string[]>> = {
  'exit-codes': ['Exit codes, the same for every verb:', '', ...exitCodes],

  scenario: [
    'A scenario file is YAML: the question first, expectations inside.',
    '',
    '  asks: Does reclaim disturb a client for a page it cannot free?',
    '  memory:  { A: anon }',
    '  devices: { nic: uring, gpu: kvm watches mm0 }',
    '  threads:',
    '    nic: [pin A write longterm]',
    '    reclaimer as kswapd: [wait until pinned(A by nic), reclaim A]',
    '  never:   [useless-invalidation]',
    '  expect:  { v5.8..5.10.7: violated, others: holds }',
    '',
    'pinproof init writes a commented one; docs/scenario.md has the grammar.',
  ],

  json: [
    '--json writes one document to stdout, and nothing else stands there:',
    '',
    '  { "schema": 1, "version": "…", "type": "check", "data": { … }, "errors": [] }',
    '',
    'type is the verb, or "error" where none could answer. errors has one entry for',
    'each thing that went wrong: code, message, and where it applies hint and at',
    '(file, line, col). Times stand in data.timing alone; --no-timing makes it null,',
    'and the same input then gives the same bytes.',
    '',
    'pinproof help schema VERB prints the JSON Schema of a document.',
  ],

  kernels: [
    'A kernel is v5.8 plus a series of upstream commits; pinproof list kernels has',
    'them in order of age, pinproof show NAME the commits of one.',
    '',
    '  --kernel v5.8            one',
    '  --kernel v5.8,v6.1       several; --kernel may be repeated, too',
    '  --kernel v5.9..v5.18     a range in order of age',
    '  --with early             a proposal on top, or an upstream commit',
    '  --with v1 --with early   both',
    '',
    'A verdict for one kernel is taken from the search of another when both have the',
    'same steps everywhere the search has been.',
  ],

  marks: [
    'Words and marks in a matrix:',
    '',
    '  ok     holds: no violation exists, or what may happen does happen',
    '  BAD    violated: a counterexample exists',
    '  —      unreached: what may happen never does',
    '  ?      inconclusive: a bound was hit first',
    '  n/a    the scenario means nothing there',
    '  .      not searched',
    '  *      differs from the first kernel or proposal',
    '  !      not what the scenario file expects',
  ],
};
