// A page table entry, its lock, and what TLBs may still hold of it. One PTL an entry: coarser locks only remove interleavings.
import { record } from '../machine/index.js';
import { CONTENT, CPUS, FRAME, SLOT } from './folio.js';

export const Pte = record('Pte', {
  /** The frame it maps; 0: not present. */
  frame: FRAME,
  write: 1,
  dirty: 1,
  /** Maps the zero page, read-only: pte_special(), no normal page, so `frame` is 0. */
  zero: 1,
  /** PROT_NONE: present to the kernel, not to the CPU. */
  none: 1,
  /** A swap entry: the slot it names; 0: none. */
  swap: SLOT,
  /** The swap entry's exclusive bit (5.19 and later). */
  swap_exclusive: 1,
  /** A migration entry: the frame behind it; 0: none. Whoever holds that page's lock set it, and takes it away again. */
  migration: FRAME,
  /** A writable migration entry: the page is mapped writable again. */
  migration_write: 1,
  /** A readable migration entry of a page that was exclusive (5.19 and later). */
  migration_exclusive: 1,
  /** The migration entry remembers the dirty bit (6.1 and later). */
  migration_dirty: 1,
  /** pte_uffd_wp(), of whatever the entry is: a monitor hears of the first write, and the writer sleeps until it has answered. */
  uffd_wp: 1,
  /** pte_needs_soft_dirty_wp(): clear_refs has been here and nobody has written since, so that the first write has to fault. */
  soft_dirty_wp: 1,
  /** The entry is part of a PMD's, which is mapped back as a whole if nobody has changed a part of it. */
  migration_pmd: 1,
  /** A hwpoison entry: the poisoned frame that was mapped here; 0: none. An access is a SIGBUS. */
  hwpoison: FRAME,
  /**
   * The page is mapped together with its whole folio, by a PMD. That is one word: all entries of the folio are alike and change
   * in one step. They share a lock as well: what changes the PMD takes the PTL of every one of them.
   */
  pmd: 1,
  /**
   * The entry stands in a page table that has been taken away from under its PMD, for a collapse: no CPU finds it, but whoever has walked
   * to it before still reads it. Guarded by the PTL, which is held throughout.
   */
  withdrawn: FRAME,
  withdrawn_write: 1,
  withdrawn_dirty: 1,
  /** Ghost: the entry was writable when it was set. */
  migration_was_write: 1,
  /** A device private entry: the frame of device memory that has the data; 0: none. An access by the CPU fetches it back. */
  device_private: FRAME,
  device_private_write: 1,
  /** The page table lock. */
  ptl: 1,
  /** A frame that some CPU's TLB may still map here, from the clear to the flush; 0: none. */
  stale: FRAME,
  /** The stale entry is writable and dirty, so a store needs no new walk. */
  stale_write: 1,
  /** The CPUs that may hold it, one a thread of the process: a CPU that walks or faults again has dropped its own. */
  stale_cpus: CPUS,
  /** Ghost: invalidations of this entry that clients heard of; counted only where a scenario asks. */
  notified: 4,
  /** Ghost: what a read here must return, the last thing written through this mapping by the CPU or by a device. */
  expected: CONTENT,
  /** Ghost, of a private mapping of a file: what is here is the process's own, and no longer what the file says. */
  own: 1,
  /** Ghost: MADV_FREE was asked for and nothing written since, so a read may return zeroes instead. */
  freed: 1,
  /** Ghost: given up by request and not flushed yet: what a stale entry still reads or writes is nobody's any more. */
  zapping: 1,
});
