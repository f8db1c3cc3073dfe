// A process's address space: the mmap lock. Faults, GUP and madvise hold it for reading, what changes mappings for writing.
import { record } from '../machine/index.js';

/** What memory failure sends a process, as a record holds it. */
export const enum Signal {
  none = 0,
  SIGBUS = 1,
  SIGKILL = 2,
}

export const Mm = record('Mm', {
  readers: 5,
  writer: 1,
  /** Somebody has taken a FOLL_PIN here once: where it is 0, fork and clear_refs need not look for pins (008cfe4418b3). */
  has_pinned: 1,
  /** Ghost: the worst that memory failure has sent the process (Signal). */
  signal: 2,
  /** Odd while fork write-protects entries here: fast GUP gives up what it pinned meanwhile (57efa1fe5957). */
  write_protect_seq: 4,
  /** mm_users, as far as threads go: 0 before a fork has made the process, and after its last thread has called exit(). */
  users: 3,
});
