// A mapping as the process asked for it, one record for each (mm, page). Guarded by the mmap lock.
import { record } from '../machine/index.js';
import { MMS } from './folio.js';

export const Vma = record('Vma', {
  /** Unmapped: an access is a SIGSEGV until something is mapped there again. */
  gone: 1,
  /** PROT_NONE. */
  none: 1,
  /** PROT_READ without PROT_WRITE. */
  readonly: 1,
  /** VM_SHARED: stores go to the file. Anonymous memory is never shared in this sense. */
  shared: 1,
  /** VM_LOCKED. */
  locked: 1,
  /** VM_MERGEABLE. */
  mergeable: 1,
  /** Split off from its neighbours. */
  split: 1,
  /** MADV_GUARD_INSTALL: the entry is a guard marker (6.13 and later). */
  guard: 1,
  /** VM_DONTCOPY: a fork leaves it out (MADV_DONTFORK). */
  dontfork: 1,
  /** VM_WIPEONFORK: the child finds zeroes here (MADV_WIPEONFORK). */
  wipeonfork: 1,
  /** VM_UFFD_MISSING: faults where nothing is are for a monitor. */
  uffd_missing: 1,
  /** Of hugetlbfs: the process made the mapping, and has its huge pages reserved (HPAGE_RESV_OWNER). */
  resv_owner: 1,
  /** Of hugetlbfs: a page was taken away because the pool was empty (HPAGE_RESV_UNMAPPED). */
  resv_unmapped: 1,
  /** Its anon_vma: the processes whose VMAs hang on it, a bit each: its own and those that were forked from it; 0: it has none yet. */
  anon_vma: MMS,
});

/** Errors that a call can answer with, as frames hold them; 0: none. */
export const enum Errno {
  none = 0,
  EINVAL = 1,
  EBUSY = 2,
  EIO = 3,
  ENODEV = 4,
  /** No error: move_pages() answers how many pages it did not move. */
  left_behind = 5,
  EAGAIN = 6,
  EFAULT = 7,
  ENOENT = 8,
  ENOMEM = 9,
  EEXIST = 10,
  EACCES = 11,
  EPERM = 12,
}
/** Their names, by number. */
export const ERRNO_NAMES: readonly string[] = [
  '0',
  'EINVAL',
  'EBUSY',
  'EIO',
  'ENODEV',
  '+1',
  'EAGAIN',
  'EFAULT',
  'ENOENT',
  'ENOMEM',
  'EEXIST',
  'EACCES',
  'EPERM',
];
/** Bits of an errno in a frame. */
export const ERRNO = 4;
