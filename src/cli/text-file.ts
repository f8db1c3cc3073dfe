// A text file that the user named: what it holds, or why it cannot be read.
import { readFileSync } from 'node:fs';
import { UsageError } from './verb.js';

/** Reads a file; `typed` is what the user called it. */
export function readTextFile(path: string, typed: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read ${typed}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      undefined,
      'unreadable',
    );
  }
}
