// Makes a fresh clone ready: Node's version, the packages of package-lock.json, the build, and what the live runs need of the system.
// Plain JavaScript without dependencies, for it runs before there are any. One line for each thing done, none when all is there.
//   --spin   wants the model checker SPIN as well, which the benchmark compares with
//   --test   that and the shells that read the completions, for a test run, which counts a build that fails among its checks and so goes on
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stale } from './build.mjs';

const home = fileURLToPath(new URL('..', import.meta.url));

const hour_ms = 3_600_000;
const test = process.argv.includes('--test');

node();
packages();
compiled();
system(test || process.argv.includes('--spin'));

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

function stop(text) {
  say(text);
  if (test) process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}

/** The development tools ask for 20.19 or later, or 22.12 or later. */
function node() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!fits)
    stop(`found Node ${process.versions.node}, need 20.19 or later (of Node 22: 22.12 or later); see https://nodejs.org/en/download`);
}

/** npm keeps its own record of what it installed; that record is compared with package-lock.json. */
function packages() {
  if (installed()) return;
  say('installing packages (npm ci)');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const words = [...npm.slice(1), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(npm[0], words, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) stop('npm ci failed, so nothing can be built; its words are above');
}

function installed() {
  const wanted = json(join(home, 'package-lock.json'))?.packages;
  const found = json(join(home, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted) stop('package-lock.json is missing or damaged');
  if (!found) return false;
  const same = path => found[path]?.version === wanted[path]?.version;
  const needed = Object.keys(wanted).filter(path => path !== '' && !wanted[path].optional);
  return needed.every(same) && Object.keys(found).every(same);
}

/** What a JSON file holds; undefined when there is none, or half of one. */
function json(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function compiled() {
  if (!stale()) return;
  say('building dist');
  if (build()) return;
  if (!test) stop('the build failed; the compiler says why above');
  say('the build failed; the compiler says why above, the tests meet what was built before');
}

/** What the live runs need of the system. None of it is needed to check a model, so nothing here fails. */
function system(spin) {
  const missing = [
    { what: 'a C compiler with the headers of libc and Linux', debian: ['gcc', 'libc6-dev', 'linux-libc-dev'], there: compiles() },
    { what: 'mkswap', debian: ['util-linux'], there: found('mkswap') },
    { what: 'swapon', debian: ['mount'], there: found('swapon') },
    ...(spin ? [{ what: 'spin', debian: ['spin'], there: found('spin') }] : []),
    ...(test ? ['zsh', 'fish'].map(shell => ({ what: shell, debian: [shell], there: found(shell) })) : []),
  ].filter(need => !need.there);
  if (missing.length === 0) return;

  const root = process.getuid?.() === 0;
  const left = root && found('apt-get') && !triedBefore(missing) ? aptInstall(missing) : missing;
  if (left.length === 0) return forget();
  const what = left.map(need => need.what).join(', ');
  const command = `${root ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packagesOf(left)}`;
  say(`missing: ${what}; ${found('apt-get') ? `install with: ${command}` : 'please install, then run again'}`);
}

function packagesOf(needs) {
  return needs.flatMap(need => need.debian).join(' ');
}

function found(program) {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return places.some(place => place !== '' && existsSync(join(place, program)));
}

function compiles() {
  const input = '#include <stdio.h>\n#include <linux/io_uring.h>\n#include <linux/userfaultfd.h>\n';
  return spawnSync('cc', ['-E', '-x', 'c', '-'], { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

/** Installs what is needed, each on its own, so that one unknown package hinders no other. Gives what could not be had. */
function aptInstall(needs) {
  say(`installing ${packagesOf(needs)} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = words => spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=60', ...words], { stdio: 'ignore', env }).status === 0;
  const refused = from => from.filter(need => !apt(['install', '-y', '--no-install-recommends', ...need.debian]));
  const left = refused(needs);
  return left.length > 0 && apt(['update']) ? refused(left) : left;
}

function memory() {
  return join(home, 'node_modules/.cache/pinproof/apt-get');
}

/** A machine without a mirror would try at every start: it tries the same packages once an hour. */
function triedBefore(needs) {
  const now = Date.now();
  const last = json(memory());
  if (last?.packages === packagesOf(needs) && now - last.at < hour_ms) return true;
  mkdirSync(dirname(memory()), { recursive: true });
  writeFileSync(memory(), JSON.stringify({ packages: packagesOf(needs), at: now }));
  return false;
}

function forget() {
  rmSync(memory(), { force: true });
}
