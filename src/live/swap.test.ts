// The swap file: made when there is none, never left behind.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { marked } from './mark.js';
import { parseSwaps, provideSwap, type SwapSwitch, swapPrefix } from './swap.js';
import { Undo } from './undo.js';

/** A host whose swap areas are a list. */
class FakeSwap implements SwapSwitch {
  readonly areas: string[] = [];
  fails: string | undefined;
  refused = () => undefined;
  active = () => this.areas;
  on(path: string): void {
    if (this.fails) throw new Error(this.fails);
    this.areas.push(path);
  }
  off(path: string): void {
    this.areas.splice(this.areas.indexOf(path), 1);
  }
}

let folder: string;
let said: string[];
let undo: Undo;
const say = (line: string) => said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-swap-test-'));
  said = [];
  undo = new Undo(say);
});

afterEach(() => {
  undo.run();
  rmSync(folder, { recursive: true });
});

describe('provideSwap', () => {
  it('makes a private file, says so, and removes it', () => {
    const swap = new FakeSwap();
    const path = join(folder, marked(swapPrefix));
    expect(provideSwap(folder, say, undo, swap)).toEqual({ kind: 'made', path });
    expect(swap.areas).toEqual([path]);
    expect(said).toEqual([`no swap is on: making ${path} (64 MiB), removed at the end`]);
    const { mode, size, blocks } = statSync(path);
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBe(64 << 20);
    expect(blocks * 512).toBeGreaterThanOrEqual(size);
    undo.run();
    expect(swap.areas).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves swap that is there alone', () => {
    const swap = new FakeSwap();
    swap.areas.push('/dev/sda2');
    expect(provideSwap(folder, say, undo, swap)).toEqual({ kind: 'present' });
    undo.run();
    expect(swap.areas).toEqual(['/dev/sda2']);
    expect(said).toEqual([]);
  });

  it('makes none when told so', () => {
    expect(provideSwap('none', say, undo, new FakeSwap())).toEqual({ kind: 'none', why: 'none is on' });
    expect(said).toEqual([]);
  });

  it('removes the file when it cannot be switched on', () => {
    const swap = new FakeSwap();
    swap.fails = 'swapon: Operation not permitted';
    expect(provideSwap(folder, say, undo, swap)).toEqual({
      kind: 'none',
      why: `cannot make a swap file in ${folder}: swapon: Operation not permitted`,
    });
    undo.run();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never writes over a file, and says when the folder is none', () => {
    const path = join(folder, marked(swapPrefix));
    writeFileSync(path, 'mine');
    expect(provideSwap(folder, say, undo, new FakeSwap())).toEqual({ kind: 'none', why: `${path} exists already` });
    expect(provideSwap(path, say, undo, new FakeSwap())).toEqual({ kind: 'none', why: `${path} is not a folder` });
    undo.run();
    expect(existsSync(path)).toBe(true);
  });

  it('says why this user may not', () => {
    const swap = Object.assign(new FakeSwap(), { refused: () => 'only root can make some' });
    expect(provideSwap('auto', say, undo, swap)).toEqual({ kind: 'none', why: 'none is on, and only root can make some' });
  });
});

describe('parseSwaps', () => {
  it('reads paths, also those with spaces', () => {
    const text = 'Filename\tType\tSize\tUsed\tPriority\n/dev/zram0   partition\t8\t0\t100\n/my\\040swap\tfile\t8\t0\t-2\n';
    expect(parseSwaps(text)).toEqual(['/dev/zram0', '/my swap']);
    expect(parseSwaps('')).toEqual([]);
  });
});
