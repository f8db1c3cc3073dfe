// The package as a user gets it: packed, installed into an empty folder, and run from there.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { missing } from './support/missing.js';

const home = fileURLToPath(new URL('..', import.meta.url));
const npm_limit_ms = 120_000;
/** What npm says where it reaches no registry. */
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EIDLETIMEOUT/;

let folder: string;
/** Where npm has put the package. */
let installed: string;
let packed: readonly string[];
/** Why it could not be installed: the registry was not reached. */
let unreachable: string | undefined;

function npm(cwd: string, ...words: string[]): SpawnSyncReturns<string> {
  return spawnSync('npm', words, { cwd, encoding: 'utf8', timeout: npm_limit_ms });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-package-'));
  // Built already: the scripts of the package would build once more, beside tests that run what is built.
  const pack = npm(home, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  expect(pack.stderr.includes('npm error'), pack.stderr).toBe(false);
  const [{ filename, files }] = JSON.parse(pack.stdout) as { filename: string; files: { path: string }[] }[];
  packed = files.map(({ path }) => path);

  const user = join(folder, 'user');
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true }');
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const install = npm(user, 'install', '--prefix', user, ...quiet, join(folder, filename));
  installed = join(user, 'node_modules', 'pinproof');
  unreachable = install.status === 0 ? undefined : install.stderr.split('\n').find(line => offline.test(line));
  expect(install.status === 0 || unreachable !== undefined, install.stderr).toBe(true);
}, 2 * npm_limit_ms);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function needsRegistry(test: TestContext): void {
  if (unreachable !== undefined) missing(test, `the package cannot be installed here, is the registry reachable? ${unreachable}`);
}

/** The command as npm has linked it. */
function run(...words: string[]): { code: number | null; out: string; err: string } {
  const command = join(installed, '..', '.bin', 'pinproof');
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { code: status, out: stdout, err: stderr };
}

describe('the packed package', () => {
  it('has what its verbs read', () => {
    const wanted = ['bin/pinproof.js', 'bench/reference/reference.pml', 'docs/cli.md', 'scenarios/useless-notifier-settled.yaml'];
    const shells = ['bash', 'zsh', 'fish'].map(shell => `completion/pinproof.${shell}`);
    // Of a live run all C is in these.
    const pieces = ['emit', 'c/prologue', 'c/runner', 'c/kinds', 'c/pins', 'c/ops', 'c/notifier', 'c/probes'];
    expect(packed).toEqual(expect.arrayContaining([...wanted, ...shells, ...pieces.map(name => `dist/src/live/${name}.js`)]));
  });

  it('has nothing that only we need', () => {
    expect(
      packed.filter(path => /\.test\.|^(?:src|test|scripts|node_modules)\/|\.built|\.new-|\.ts$/.test(path) && !path.endsWith('.d.ts')),
    ).toEqual([]);
  });
});

describe('the installed package', () => {
  it('says which one it is', test => {
    needsRegistry(test);
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    const { code, out, err } = run('--version');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`pinproof ${version}\n`);
  });

  it('checks a scenario that it ships', test => {
    needsRegistry(test);
    const { code, out, err } = run('check', 'useless-notifier-settled', '--kernel', 'v5.9');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^useless-notifier-settled v5\.9 useless-invalidation: violated/);
  });

  it('lists what it has', test => {
    needsRegistry(test);
    const { code, out } = run('list', '--json');
    expect(code).toBe(0);
    const shipped = packed.filter(path => path.startsWith('scenarios/'));
    expect(JSON.parse(out).data.scenarios).toHaveLength(shipped.length);
  });

  it('writes the C of the experiment', test => {
    needsRegistry(test);
    expect(run('live', '--emit', 'repro.c').code).toBe(0);
    expect(existsSync(join(folder, 'repro.c'))).toBe(true);
  });

  it('finds the model that it is compared on', test => {
    needsRegistry(test);
    const { code, out, err } = run('bench', '--runs', '1', '--config', '1 1 1 1 1 0 2', '--json');
    expect([0, 4], err).toContain(code);
    expect(out).not.toMatch(/which is missing/);
  });

  it('completes words', test => {
    needsRegistry(test);
    expect(run('completion', 'bash').out).toContain('complete -o default -F _pinproof pinproof');
  });
});
