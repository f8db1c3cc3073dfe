// The room as a whole, on the machine the tests run on: the C compiles, the experiment answers, nothing stays behind.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { missing } from '../../test/support/missing.js';
import { buildProgram } from './build.js';
import { caseName, liveKinds, liveOps, livePins, threadCases } from './case.js';
import { emitProbe, emitProgram } from './emit.js';
import { inspectNeeds } from './needs.js';
import { runLive } from './run.js';
import { kernelSwap, swapFolders, swapPrefix } from './swap.js';

const isRoot = process.geteuid?.() === 0;
const everyCase = liveKinds.flatMap(kind => livePins.flatMap(pin => liveOps.map(op => ({ kind, pin, op }))));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-live-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function needsCompiler(test: TestContext): void {
  if (spawnSync('cc', ['--version']).error !== undefined) missing(test, 'there is no C compiler: apt-get install gcc libc6-dev');
}

function warnings(name: string, c: string, ...flags: string[]): string {
  writeFileSync(join(folder, `${name}.c`), c);
  const { stderr } = spawnSync('cc', ['-Wall', '-Wextra', '-O1', ...flags, `${name}.c`, '-o', name], { cwd: folder, encoding: 'utf8' });
  return stderr;
}

/** The tracefs instances of programs that are gone. Tracefs is mounted for this look alone. */
function deadInstances(): string[] {
  const look = 'mount --make-rprivate / && mount -t tracefs nodev /sys/kernel/tracing && ls /sys/kernel/tracing/instances';
  const names = spawnSync('unshare', ['--mount', 'sh', '-c', look], { encoding: 'utf8' }).stdout.split('\n');
  return names.filter(name => name.startsWith('pinproof-') && !existsSync(`/proc/${name.slice('pinproof-'.length)}`));
}

/** What this process has left on the host, by the marks in the names: others may be at work at the same time. */
function traces(): string[] {
  const ours = (names: readonly string[]) => names.filter(name => name.includes(`-${process.pid}-`));
  const files = [tmpdir(), ...swapFolders].filter(existsSync).flatMap(f => ours(readdirSync(f)).map(name => join(f, name)));
  return [...ours(kernelSwap.active()), ...files, ...deadInstances()];
}

describe('the emitted program', { timeout: 60_000 }, () => {
  it('compiles without warnings, also standalone and static', test => {
    needsCompiler(test);
    expect(warnings('thread', emitProgram(threadCases), '-static')).toBe('');
    expect(warnings('probe', emitProbe(), '-static')).toBe('');
    expect(warnings('all', emitProgram(everyCase))).toBe('');
  });

  it('compiles without warnings for each case alone', test => {
    needsCompiler(test);
    for (const c of everyCase) expect(warnings('one', emitProgram([c]), '-c'), caseName(c)).toBe('');
  });
});

describe('buildProgram', { timeout: 60_000 }, () => {
  it('says what the compiler said', async test => {
    needsCompiler(test);
    const built = await buildProgram(folder, 'wrong', 'int main(void) { return x; }');
    expect('why' in built && built.why).toMatch(/^cc: .*wrong\.c:1:\d+: error: .*x/);
  });
});

describe('inspectNeeds', () => {
  it('answers every need with what its lack disables and a remedy', { timeout: 60_000 }, async () => {
    const needs = await inspectNeeds();
    expect(needs.map(n => n.name)).toEqual(['cc', 'root', 'pagemap', 'swap', 'io_uring', 'kvm', 'tracefs']);
    for (const need of needs) for (const text of [need.detail, need.disables, need.remedy]) expect(text).not.toBe('');
    expect(needs.find(n => n.name === 'root')?.found).toBe(isRoot);
  });
});

describe('runLive', { timeout: 120_000 }, () => {
  it('measures the experiment of the thread and leaves the host as it was', async test => {
    needsCompiler(test);
    if (!isRoot) test.skip('not root: page frame numbers are hidden');
    const said: string[] = [];
    const { results, swap } = await runLive({ swap: 'auto', say: line => said.push(line) });
    expect(traces()).toEqual([]);
    expect(results.map(r => caseName(r.case))).toEqual(threadCases.map(caseName));
    if (swap.kind === 'made') expect(said.some(line => line.includes(swap.path!))).toBe(true);
    for (const { verdict, row, reason } of results) expect(verdict === 'measured' ? row : reason).toBeTruthy();

    const measured = new Map(results.flatMap(({ case: c, row }) => (row ? [[caseName(c), row]] : [])));
    for (const [name, row] of measured) {
      expect([row.dma2cpu, row.cpu2dma], name).not.toContain('lost(zero)');
      if (row.inv === 0) expect(row.present, name).toBe(1);
    }
    const shmem = measured.get('memfd/uring_fixed/pageout');
    if (shmem) expect(shmem).toMatchObject({ outcome: 'not-present,refault-same', dma2cpu: 'coherent', cpu2dma: 'coherent' });
  });

  it('skips with a reason and a remedy where there is no swap, and never calls it measured', async test => {
    needsCompiler(test);
    if (!isRoot) test.skip('not root: page frame numbers are hidden');
    if (kernelSwap.active().length > 0) test.skip('this machine has swap');
    const { results } = await runLive({ cases: [{ kind: 'anon', pin: 'none', op: 'pageout' }], swap: 'none', say() {} });
    expect(results).toEqual([
      {
        case: { kind: 'anon', pin: 'none', op: 'pageout' },
        verdict: 'skipped',
        reason: 'swap: none is on',
        remedy: 'pinproof live --swap auto',
      },
    ]);
  });

  it('answers every case when it is interrupted, and still leaves nothing', async test => {
    needsCompiler(test);
    if (!isRoot) test.skip('not root: there is nothing to leave behind');
    const caller = new AbortController();
    const cases = [...everyCase, ...everyCase];
    setTimeout(() => caller.abort(), 900);
    const { results } = await runLive({ cases, swap: 'auto', say() {}, signal: caller.signal });
    expect(results).toHaveLength(cases.length);
    expect(results.at(-1)).toMatchObject({ verdict: 'skipped', reason: 'interrupted' });
    expect(traces()).toEqual([]);
  });

  it('removes the tracefs instance of a program that was killed', async test => {
    needsCompiler(test);
    if (!isRoot) test.skip('not root: there is no tracefs instance');
    const built = await buildProgram(folder, 'killed', emitProgram(everyCase));
    const child = spawn('path' in built ? built.path : '', { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise(resolve => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise(resolve => child.once('close', resolve));
    expect(deadInstances()).toContain(`pinproof-${child.pid}`);
    await runLive({ cases: [{ kind: 'memfd', pin: 'none', op: 'none' }], swap: 'none', say() {} });
    expect(traces()).toEqual([]);
  });

  it('removes the swap file of a run that was killed', async test => {
    needsCompiler(test);
    if (!isRoot) test.skip('not root: swap cannot be switched on');
    const path = `/var/tmp/${swapPrefix}-4194304999-17`;
    writeFileSync(path, new Uint8Array(1 << 20), { mode: 0o600 });
    try {
      kernelSwap.on(path);
    } catch (error) {
      rmSync(path);
      test.skip(`no swap file can be made in /var/tmp: ${(error as Error).message}`);
    }
    const said: string[] = [];
    await runLive({ cases: [{ kind: 'memfd', pin: 'none', op: 'none' }], swap: 'none', say: line => said.push(line) });
    expect(said).toContain(`removed ${path}, left by a run that was killed`);
    expect(kernelSwap.active()).not.toContain(path);
    expect(existsSync(path)).toBe(false);
  });
});
