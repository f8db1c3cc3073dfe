// The swap of a run: what the host has, or a small file of our own, switched on for the run and removed after it.
// Swap that is there already is never touched; without any, reclaim leaves anonymous pages alone.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readFileSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from './mark.js';
import type { Undo } from './undo.js';

/** `auto` makes a swap file where there is no swap, `none` never does, a folder says where `auto` makes it. */
export type SwapChoice = 'auto' | 'none' | (string & {});

export interface LiveSwap {
  readonly kind: 'present' | 'made' | 'none';
  /** The file that was made. */
  readonly path?: string;
  /** Why there is none. */
  readonly why?: string;
}

/** How the kernel's swap areas are seen and switched; tests put their own in its place. */
export interface SwapSwitch {
  /** Why this user may not switch swap on; undefined when he may. */
  refused(): string | undefined;
  active(): readonly string[];
  on(path: string): void;
  off(path: string): void;
}

export const swapPrefix = 'pinproof-swap';

/** Where `auto` looks for a filesystem that can hold a swap file. */
export const swapFolders: readonly string[] = ['/var/tmp', '/var/lib', '/root'];

const size_bytes = 64 << 20;
const spare_bytes = 256 << 20;
// statfs(2) types: ext2, ext3 and ext4 share one; on others a swap file may need more than a plain file.
const swappableTypes = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
]);

/** The paths of /proc/swaps, where spaces and the like stand as octal. */
export function parseSwaps(text: string): string[] {
  return text
    .split('\n')
    .slice(1)
    .filter(line => line !== '')
    .map(line => line.split(/[ \t]/, 1)[0]!.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))));
}

/** A terminal's Ctrl-C reaches the tool too, and half of its work is of no use: it is run again. */
function runTool(tool: string, path: string): void {
  const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
  const once = () => spawnSync(tool, [path], { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  let ended = once();
  for (let again = 0; ended.signal && again < 5; again++) ended = once();
  const { error, status, stderr } = ended;
  if (error) throw new Error(`${tool}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such program' : error.message}`);
  if (status !== 0) throw new Error(stderr.trim() || `${tool} failed`);
}

/** The kernel's own, by util-linux. */
export const kernelSwap: SwapSwitch = {
  refused: () => (process.geteuid?.() === 0 ? undefined : 'only root can make some'),
  active: () => parseSwaps(existsSync('/proc/swaps') ? readFileSync('/proc/swaps', 'utf8') : ''),
  on(path) {
    runTool('mkswap', path);
    runTool('swapon', path);
  },
  off: path => runTool('swapoff', path),
};

/** A folder that can hold the file, or why there is none. */
function chooseFolder(choice: SwapChoice): { folder: string } | { why: string } {
  if (choice !== 'auto') {
    if (!statSync(choice, { throwIfNoEntry: false })?.isDirectory()) return { why: `${choice} is not a folder` };
    return { folder: choice };
  }
  for (const folder of swapFolders) {
    if (!existsSync(folder)) continue;
    const { type, bavail, bsize } = statfsSync(folder);
    if (swappableTypes.has(type) && bavail * bsize >= spare_bytes) return { folder };
  }
  return { why: `none of ${swapFolders.join(', ')} is on ext4 or xfs with ${spare_bytes >> 20} MiB free` };
}

/** Zeroes, so that the file has no holes; O_EXCL, so that nobody else's file is written. */
function writeFile(path: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    const chunk = new Uint8Array(1 << 20);
    for (let at = 0; at < size_bytes; at += chunk.length) writeSync(fd, chunk);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Switches the swap file off where it is on, then removes it. */
export function removeSwapFile(path: string, swap: SwapSwitch): void {
  if (swap.active().includes(path)) swap.off(path);
  rmSync(path, { force: true });
}

/** Makes sure of swap as chosen. What it makes, `undo` removes; it never throws for what the host lacks. */
export function provideSwap(choice: SwapChoice, say: (line: string) => void, undo: Undo, swap: SwapSwitch = kernelSwap): LiveSwap {
  if (swap.active().length > 0) return { kind: 'present' };
  if (choice === 'none') return { kind: 'none', why: 'none is on' };
  const refused = swap.refused();
  if (refused) return { kind: 'none', why: `none is on, and ${refused}` };
  const chosen = chooseFolder(choice);
  if ('why' in chosen) return { kind: 'none', why: chosen.why };

  const path = join(chosen.folder, marked(swapPrefix));
  if (lstatSync(path, { throwIfNoEntry: false })) return { kind: 'none', why: `${path} exists already` };
  say(`no swap is on: making ${path} (${size_bytes >> 20} MiB), removed at the end`);
  undo.add(`swap file ${path}`, () => removeSwapFile(path, swap));
  try {
    writeFile(path);
    swap.on(path);
  } catch (error) {
    return { kind: 'none', why: `cannot make a swap file in ${chosen.folder}: ${(error as Error).message}` };
  }
  return { kind: 'made', path };
}
