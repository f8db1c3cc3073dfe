// A new file of the user's: written whole or not at all, and never over another one unless that was asked for.
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from './verb.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that filesystem is read-only',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENOSPC: 'there is no space left',
};

/** `shown` is what the user called it. */
export function writeNew(path: string, shown: string, text: string, { replace }: { readonly replace: boolean }): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw refused(shown, 'it is a folder');
  // A device or a pipe is written to as it is.
  if (there !== undefined && !there.isFile()) return attempt(shown, () => writeFileSync(path, text));
  if (there !== undefined && !replace)
    throw new UsageError(`${shown} exists already`, 'name another file, or remove this one first', 'exists');
  const part = `${path}.${process.pid}.part`;
  attempt(shown, () => {
    try {
      writeFileSync(part, text, { flag: 'wx' });
      renameSync(part, path);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
  });
}

function attempt(shown: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refused(shown, reasons[code ?? ''] ?? message);
  }
}

const refused = (shown: string, why: string): UsageError => new UsageError(`cannot write ${shown}: ${why}`, undefined, 'unwritable');
