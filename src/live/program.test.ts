// The program: built, run, and its answers read as they come.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProgramOptions, runProgram } from './program.js';
import { Undo } from './undo.js';

let folder: string;
let lines: string[];
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-program-test-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(script: string, options: Partial<ProgramOptions> = {}): Promise<string | undefined> {
  const path = join(folder, 'program');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  const undo = new Undo(() => {});
  return runProgram(path, { signal: never, limit_ms: 10_000, undo, line: text => lines.push(text), ...options }).finally(() => undo.run());
}

describe('runProgram', () => {
  it('gives its lines, the last one also when it is cut', async () => {
    expect(await run('echo one; printf two')).toBeUndefined();
    expect(lines).toEqual(['one', 'two']);
  });

  it('takes 4 for an end like 0: a case was skipped', async () => {
    expect(await run('exit 4')).toBeUndefined();
    expect(await run('exit 3')).toBe('the program ended with 3');
  });

  it('says what killed it', async () => {
    expect(await run('kill -SEGV $$')).toBe('the program was killed by SIGSEGV');
  });

  it('says that it cannot be run', async () => {
    const undo = new Undo(() => {});
    const why = await runProgram(join(folder, 'none'), { signal: never, limit_ms: 1_000, undo, line: () => {} });
    expect(why).toContain('the program cannot be run: spawn');
    undo.run();
  });

  it('asks it to end when interrupted, so that it can tidy up', async () => {
    const interrupted = new AbortController();
    const why = run('trap "echo tidy; exit 0" TERM; echo ready; while :; do sleep 0.01; done', {
      signal: interrupted.signal,
      line(text) {
        lines.push(text);
        if (text === 'ready') interrupted.abort();
      },
    });
    expect(await why).toBe('interrupted');
    expect(lines).toEqual(['ready', 'tidy']);
  });

  it('does not wait for ever', async () => {
    expect(await run('exec sleep 60', { limit_ms: 50 })).toBe('not done after 0.05 s');
  });
});
