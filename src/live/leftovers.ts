// The leftovers: swap files and build folders of runs that were killed before they could remove them.
// Each run looks for them when it starts. Tracefs instances are removed by the emitted program, which has tracefs mounted.
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildPrefix } from './build.js';
import { isLeftover } from './mark.js';
import { removeSwapFile, type SwapSwitch, swapPrefix } from './swap.js';

/** The paths below the folder whose name a dead process of ours has marked, and that belong to this user. */
function leftIn(folder: string, prefix: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter(name => isLeftover(prefix, name))
    .map(name => join(folder, name))
    .filter(path => lstatSync(path, { throwIfNoEntry: false })?.uid === process.geteuid?.());
}

/** Removes what dead runs left: in these folders, and every swap file of ours that is on, wherever it lies. */
export function removeLeftovers(
  where: { readonly swapFolders: readonly string[]; readonly buildFolders: readonly string[] },
  swap: SwapSwitch,
  say: (line: string) => void,
): void {
  const active = swap.active().filter(path => isLeftover(swapPrefix, basename(path)));
  const swapFiles = new Set([...active, ...where.swapFolders.flatMap(folder => leftIn(folder, swapPrefix))]);
  const jobs = [
    ...[...swapFiles].map(path => ({ path, remove: () => removeSwapFile(path, swap) })),
    ...where.buildFolders
      .flatMap(folder => leftIn(folder, buildPrefix))
      .map(path => ({ path, remove: () => rmSync(path, { recursive: true, force: true }) })),
  ];
  for (const { path, remove } of jobs) {
    try {
      remove();
      say(`removed ${path}, left by a run that was killed`);
    } catch (error) {
      say(`could not remove ${path}, left by a run that was killed: ${(error as Error).message}`);
    }
  }
}
