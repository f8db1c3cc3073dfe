// The build: C text to a program, with the host's compiler, in a folder of its own that the undo list removes.
// Static where the libc allows, so that the same file also runs as /init of a guest.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from './mark.js';
import type { Undo } from './undo.js';

/** The prefix of the folders in which programs are built. */
export const buildPrefix = 'pinproof-live';

const compilers = ['cc', 'gcc', 'clang'] as const;

/** A folder to build in. */
export function makeBuildFolder(undo: Undo): string {
  const folder = mkdtempSync(join(tmpdir(), `${marked(buildPrefix)}-`));
  undo.add(`build folder ${folder}`, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** undefined when it compiled, else what the compiler said first; `missing` when there is no such compiler. */
function compile(compiler: string, args: readonly string[]): Promise<{ missing: boolean; why: string } | undefined> {
  return new Promise(resolve => {
    execFile(compiler, args, { timeout: 60_000, env: { ...process.env, LC_ALL: 'C' } }, (error, _, stderr) => {
      if (!error) return resolve(undefined);
      const why = stderr.split('\n').find(line => line.includes('error')) ?? stderr.split('\n')[0];
      resolve({ missing: error.code === ('ENOENT' as unknown), why: why || error.message });
    });
  });
}

/** Builds `NAME.c` in the folder. Returns the program's path, or why there is none. */
export async function buildProgram(folder: string, name: string, c: string): Promise<{ path: string } | { why: string }> {
  const path = join(folder, name);
  writeFileSync(`${path}.c`, c);
  for (const compiler of compilers) {
    const args = ['-O1', '-o', path, `${path}.c`];
    const failed = (await compile(compiler, ['-static', ...args])) && (await compile(compiler, args));
    if (!failed) return { path };
    if (!failed.missing) return { why: `${compiler}: ${failed.why}` };
  }
  return { why: `no C compiler: none of ${compilers.join(', ')} is on the PATH` };
}
