// The comparison with Spin under test: the Promela model finds the same counts, mutants and variants included.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { missing } from '../test/support/missing.js';
import { type Comparison, compare, renderComparison } from './compare.js';
import { meter, run } from './measure.js';
import { type ReferenceOptions, runReference } from './reference/index.js';
import { COMPILE, GENERATE, macros, promelaFile, readCounts, VERIFY } from './reference/spin.js';

const answers = (command: string, word: string): boolean => spawnSync(command, [word], { stdio: 'ignore' }).error === undefined;
const gcc = answers('gcc', '--version');
const spin = gcc && answers('spin', '-V');

const folder = mkdtempSync(join(tmpdir(), 'pinproof-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Spin and gcc are not everywhere: without them there is nothing to compare with. */
function needs(test: TestContext, there: boolean): void {
  if (!there) missing(test, 'there is nothing to compare with: apt-get install spin gcc libc6-dev');
}

describe('reference.pml', () => {
  beforeEach(test => needs(test, spin));

  const count = (config: string, more: readonly string[]) => {
    run(folder, 'spin', [...GENERATE, ...macros(config, more), promelaFile() as string]);
    run(folder, 'gcc', [...COMPILE.map(word => (word === '-O2' ? '-O0' : word)), '-o', 'pan', 'pan.c']);
    return readCounts(run(folder, join(folder, 'pan'), VERIFY).stdout);
  };

  it.each<[string, ReferenceOptions, string[]]>([
    ['1 2 2 1 2 1 2', { variant: 3, mchk: 1 }, ['VAR=3', 'MCHK=1']],
    ['1 1 2 2 1 0 3', { variant: 2, mutant: 'nofreeze' }, ['VAR=2', 'NOFREEZE']],
    ['2 1 1 1 1 0 3', { variant: 4, mutant: 'norecheck' }, ['VAR=4', 'NORECHECK']],
  ])('finds what we find in "%s" %o', (config, options, more) => {
    const { states, transitions, depth } = runReference(config, options);
    expect(count(config, more)).toEqual({ states, transitions, depth, errors: 0 });
  });
});

describe('measuring', () => {
  beforeEach(test => needs(test, gcc));

  it('tells CPU time, memory and words of a whole process', () => {
    const measure = meter(folder);
    const burn =
      'const end = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < end); console.log("done", Buffer.alloc(5e7, 1).length)';
    const { cpuSeconds, peakBytes, printed } = measure(process.execPath, ['-e', burn]);
    expect(printed).toBe('done 50000000\n');
    expect(cpuSeconds).toBeGreaterThan(0.2);
    expect(peakBytes).toBeGreaterThan(5e7);
  });

  it('passes on what went wrong', () => {
    const measure = meter(folder);
    expect(() => measure(process.execPath, ['-e', 'console.error("no luck"); process.exit(3)'])).toThrow(/failed: .*no luck/s);
  });
});

describe('the comparison', () => {
  const side = (cpuSeconds: number, mib: number) => ({ cpuSeconds, peakBytes: mib * 2 ** 20 });
  const comparison: Comparison = {
    config: '1 1 1 1 1 0 2',
    runs: 3,
    states: 307,
    transitions: 836,
    depth: 20,
    spin: { states: 307, transitions: 836, depth: 20, errors: 0 },
    agrees: true,
    ours: side(1, 50),
    spins: side(4, 200),
    ratio: { cpu: 0.25, peak: 0.25 },
  };

  it('is told as a table, with how it was measured', () => {
    expect(renderComparison(comparison)).toBe(
      [
        'reference model, config "1 1 1 1 1 0 2": 307 states, 836 transitions, depth 20',
        'Spin finds the same',
        '             CPU seconds    peak MiB',
        'pinproof            1.00          50',
        'Spin                4.00         200',
        'ours / Spin         0.25        0.25',
        'medians of 3 runs each, in turn, whole processes; Spin: gcc -O2 -w -DBFS -DNOREDUCE -DSAFETY -DNOCLAIM, pan -E',
      ].join('\n'),
    );
    const other = { ...comparison, agrees: false, spin: { states: 1, transitions: 2, depth: 3, errors: 1 } };
    expect(renderComparison(other)).toContain('Spin finds otherwise: 1 states, 2 transitions, depth 3, 1 errors');
  });

  it('refuses what it cannot run before it runs anything', () => {
    expect(() => compare({ runs: 0 })).toThrow('runs: found 0, expected 1 to 99');
    expect(() => compare({ config: '4 1 1 1 1 0 3' })).toThrow('config "4 1 1 1 1 0 3": 4 pages, reference.pml has room for 3');
    expect(() => compare({ config: '1' })).toThrow('found 1 numbers, expected 7');
  });

  it('is skipped, with what to install, where Spin or a compiler is missing', () => {
    const path = process.env['PATH'];
    const before = readdirSync(tmpdir()).filter(name => name.startsWith('pinproof-bench-')).length;
    try {
      process.env['PATH'] = folder;
      expect(compare()).toEqual({
        skipped: 'the comparison needs spin and gcc; install with: apt-get install -y --no-install-recommends spin gcc libc6-dev',
      });
    } finally {
      process.env['PATH'] = path;
    }
    expect(readdirSync(tmpdir()).filter(name => name.startsWith('pinproof-bench-')).length).toBe(before);
  });

  it('reads what the verifier prints, rounded numbers as well', () => {
    const printed =
      'State-vector 88 byte, depth reached 66, errors: 0\n 46515857 states, stored\n3.020234e+08 transitions (= stored+matched)\n';
    expect(readCounts(printed)).toEqual({ states: 46515857, transitions: 302023399, depth: 66, errors: 0 });
    expect(() => readCounts('pan: out of memory')).toThrow('it printed: pan: out of memory');
  });
});
