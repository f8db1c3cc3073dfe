// The build: TypeScript below src/ and bench/ becomes JavaScript below dist/, tests left out.
// A program that runs from dist/ meanwhile never sees half a file: each is renamed into its place when it is whole.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const dist = join(home, 'dist');
/** Its time is the time the last whole build began. */
const stamp = join(dist, '.built');
const sources = ['src', 'bench', 'tsconfig.json', 'tsconfig.build.json'];

/** Is anything newer than the last whole build? Folders count too: their time tells of a file taken away. */
export function stale() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return sources.some(source => newest(join(home, source)) > built);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** Compiles, then puts what came out in place of what was there. Gives false, with the compiler's words printed, when it does not compile. */
export function build() {
  const begin = new Date();
  const fresh = join(dist, `.new-${process.pid}`);
  try {
    const words = [join(home, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', fresh, '--pretty', 'false'];
    const run = spawnSync(process.execPath, words, { cwd: home, stdio: ['ignore', 'inherit', 'inherit'] });
    if (run.status !== 0) return false;
    const made = new Set(filesBelow(fresh).map(file => relative(fresh, file)));
    for (const file of made) put(join(fresh, file), join(dist, file));
    for (const file of filesBelow(dist)) if (!made.has(relative(dist, file)) && file !== stamp) rmSync(file, { force: true });
    writeFileSync(stamp, '');
    utimesSync(stamp, begin, begin);
    return true;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Files below a folder; what a build of another process is making is not ours to see. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name.startsWith('.new-')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function put(from, to) {
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build() ? 0 : 1;
