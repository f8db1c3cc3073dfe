// Leftovers of a run that was killed: found at the next start, and only those.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildPrefix } from './build.js';
import { removeLeftovers } from './leftovers.js';
import { marked } from './mark.js';
import { type SwapSwitch, swapPrefix } from './swap.js';

const dead = '4194304999-17';
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-leftovers-test-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function host(active: string[], off: (path: string) => void = () => {}): SwapSwitch {
  return { refused: () => undefined, active: () => active, on: () => {}, off };
}

function sweep(swap: SwapSwitch, folders = [folder]): void {
  removeLeftovers({ swapFolders: folders, buildFolders: folders }, swap, line => said.push(line));
}

describe('removeLeftovers', () => {
  it('removes what a dead run left, and nothing else', () => {
    const keep = ['notes', 'pinproof-swap', marked(swapPrefix), `${marked(buildPrefix)}-AbCdEf`];
    for (const name of [...keep, `${swapPrefix}-${dead}`]) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, `${buildPrefix}-${dead}-AbCdEf`, 'deep'), { recursive: true });
    sweep(host([]));
    expect(readdirSync(folder).sort()).toEqual(keep.sort());
    expect(said).toEqual([
      `removed ${join(folder, `${swapPrefix}-${dead}`)}, left by a run that was killed`,
      `removed ${join(folder, `${buildPrefix}-${dead}-AbCdEf`)}, left by a run that was killed`,
    ]);
  });

  it('switches a dead swap file off before it removes it, wherever it lies', () => {
    const path = join(folder, `${swapPrefix}-${dead}`);
    const off: string[] = [];
    writeFileSync(path, '');
    sweep(
      host(['/dev/sda2', path], p => off.push(p)),
      [],
    );
    expect(off).toEqual([path]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a swap file that cannot be switched off, and says so', () => {
    const path = join(folder, `${swapPrefix}-${dead}`);
    writeFileSync(path, '');
    sweep(
      host([path], () => {
        throw new Error('swapoff: Cannot allocate memory');
      }),
    );
    expect(readdirSync(folder)).toEqual([`${swapPrefix}-${dead}`]);
    expect(said).toEqual([`could not remove ${path}, left by a run that was killed: swapoff: Cannot allocate memory`]);
  });

  it('does not mind a folder that is not there', () => {
    sweep(host([]), [join(folder, 'nowhere')]);
    expect(said).toEqual([]);
  });
});
