// The page cache of a scenario's files: one record for each page of memory that a file stands behind. Guarded by the xarray lock,
// which no step holds longer than itself; what is in the frame is guarded by that frame's page lock.
import { record } from '../machine/index.js';
import { CONTENT, FRAME, PAGE, SLOT } from './folio.js';

/** What stands behind a page of memory, a constant of the scenario. */
export const enum Backing {
  /** Nothing: anonymous memory. */
  anon = 0,
  /** tmpfs, memfd: a file whose disk is swap. No page_mkwrite, no writeback but reclaim's. */
  shmem = 1,
  /** A file of a file system with a disk: page_mkwrite, dirty tracking, writeback. */
  file = 2,
  /** A huge page of hugetlbfs, from a pool of its own: never on an LRU, in swap or on a disk. A private mapping's pages are anonymous. */
  hugetlb = 3,
}
/** Whose file it is: what has to be ready before a page may be dirty, and what is done with a dirty page for which nothing is. */
export const enum Filesystem {
  /** Buffers; a dirty page without them gets new ones when it is written (block_write_full_page()). */
  ext2 = 0,
  /** Buffers, which are taken for granted when a dirty page is written. */
  ext4 = 1,
  /** ext4 whose data goes through the journal (data=journal): what is written has to be part of a transaction. */
  ext4_journal = 2,
  /** fs-DAX: the memory is the disk. Nothing hangs on the page. */
  dax = 3,
  /** iomap: nothing hangs on the page. Blocks are written in place, unless another file shares them. */
  xfs = 4,
  /** Always to new blocks, with checksums: each writeback wants room that was reserved, and bytes that do not change. */
  btrfs = 5,
}
/** The words of scenario files for them, by number. */
export const FILESYSTEMS: readonly string[] = ['ext2', 'ext4', 'ext4-journal', 'dax', 'xfs', 'btrfs'];
/** The words of scenario files for them, by number. */
export const BACKINGS: readonly string[] = ['anon', 'shmem', 'file', 'hugetlb'];

/** i_pages: an entry is a frame, a swap entry (shmem only), or nothing. */
export const Cached = record('Cached', {
  /** The frame in the cache; 0: none. */
  frame: FRAME,
  /** shmem: the slot whose swap entry stands in the frame's place. It counts in the slot's use count. */
  swap: SLOT,
  /** A file's block: what is on disk. Zeroes where there is a hole. */
  content: CONTENT,
  /** Blocks are allocated, or reserved for when the page is written out. */
  allocated: 1,
  /** Copy on write: room for the next writeback is reserved (delayed allocation). */
  reserved: 1,
  /** data=journal: the buffers are dirty and part of a transaction (jbddirty). */
  jbddirty: 1,
  /** data=journal: PG_checked, "pending dirty": the next writepages makes the page part of a transaction. */
  checked: 1,
  /** Reflink: the page whose file shares the block, plus one. */
  shares: PAGE + 1,
  /** A proposal: the devices with a layout lease on it, a bit each. */
  leases: 4,
  /** A proposal: so many are about to take the page away from its file, and break the leases on it. */
  breaking: 2,
  /** Ghost: what a read of the file must return, the last thing written into it through any mapping, device or system call. */
  expected: CONTENT,
  /** hugetlb_fault_mutex_table: faults on a page of hugetlbfs come one after the other. */
  fault_mutex: 1,
});
