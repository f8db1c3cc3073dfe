// A running program: its lines as they come, and its end, within a time of its own.
// On abort it is asked to end first, so that it removes its tracefs instance; only then is it killed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Undo } from './undo.js';

export interface ProgramOptions {
  readonly signal: AbortSignal;
  readonly limit_ms: number;
  readonly undo: Undo;
  line(text: string): void;
}

const grace_ms = 3_000;

/** Runs it to its end. Resolves to undefined, or to why it did not run to its end. */
export function runProgram(path: string, { signal, limit_ms, undo, line }: ProgramOptions): Promise<string | undefined> {
  return new Promise(resolve => {
    const child = spawn(path, [], { stdio: ['ignore', 'pipe', 'ignore'] });
    let why: string | undefined;
    let grace: NodeJS.Timeout | undefined;
    const stop = (reason: string) => {
      why ??= reason;
      child.kill('SIGTERM');
      grace ??= setTimeout(() => child.kill('SIGKILL'), grace_ms);
    };
    const abort = () => stop('interrupted');
    const limit = setTimeout(() => stop(`not done after ${limit_ms / 1000} s`), limit_ms);
    undo.add('program', () => child.kill('SIGTERM'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);

    createInterface({ input: child.stdout }).on('line', line);
    child.once(
      'error',
      error => (why ??= `the program cannot be run: ${error.message}; if that folder is mounted noexec, set TMPDIR to another`),
    );
    child.once('close', (code, killedBy) => {
      clearTimeout(limit);
      clearTimeout(grace);
      signal.removeEventListener('abort', abort);
      if (killedBy) why ??= `the program was killed by ${killedBy}`;
      else if (code !== 0 && code !== 4) why ??= `the program ended with ${code}`;
      resolve(why);
    });
  });
}
