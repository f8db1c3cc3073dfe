// The shape of a scenario: the sizes and constants of its state. Everything a step may ask that never changes.
import type { DeviceKind } from './device.js';
import type { Backing, Filesystem } from './pagecache.js';

export interface DeviceSpec {
  readonly name: string;
  readonly kind: DeviceKind;
  /** The process whose memory it pins or mirrors. */
  readonly mm: number;
}

export interface Shape {
  /** GUP_PIN_COUNTING_BIAS: 1024 in every kernel; smaller values stand for pages mapped about that often. */
  readonly bias: number;
  readonly pages: readonly string[];
  /** For each page, the first one of the range that it is part of, and how many pages that has: itself and 1, but for a large folio. */
  readonly first: readonly number[];
  readonly count: readonly number[];
  /** For each page, whether that range is one that a PMD can map, however few of its pages are modelled. */
  readonly huge: readonly boolean[];
  /** For each page, what stands behind it. */
  readonly backing: readonly Backing[];
  /** For each page of a file, whose file it is; without it, ext2's. */
  readonly filesystem?: readonly Filesystem[];
  readonly mms: number;
  /** For each page, the mms that have a VMA for it, a bit each. */
  readonly vmas: readonly number[];
  /** For each page, is_cow_mapping(): private memory that may be made writable, so that a write is the process's own. */
  readonly cow: readonly boolean[];
  /** For each page, VM_MIXEDMAP: fork does not ask for an anon_vma, and no other page of the mapping has brought one. */
  readonly mixedmap?: readonly boolean[];
  /** For each page, vma_is_secretmem(): nobody can refer to it. */
  readonly secret: readonly boolean[];
  /** For each mm, the threads that run in user space there, a bit each. */
  readonly cpus: readonly number[];
  readonly frames: number;
  readonly slots: number;
  readonly devices: readonly DeviceSpec[];
  /** The swap device wants stable pages under writeback (SWP_STABLE_WRITES). */
  readonly stableWrites: boolean;
  /** For each page, whether its file's disk wants stable pages under writeback (BDI_CAP_STABLE_WRITES): it checksums what it is given. */
  readonly stablePages?: readonly boolean[];
  /** "Swap more than half full" and "no slot to be had" are possible at any time. */
  readonly swapMayFill: boolean;
  /** Processes come and go: some thread forks, or exits. */
  readonly forks: boolean;
  /** Count notified clients per page: only where a condition asks. */
  readonly countNotified: boolean;
  /** Somebody migrates pages, so that there can be migration entries. */
  readonly migrates: boolean;
  /** Somebody may take a reference on the zero page: its count is state. */
  readonly zeroPage: boolean;
  /** Memory can fail: frames and entries may be poisoned. */
  readonly memoryFailure: boolean;
  /** A device has memory of its own, to which pages may be moved. */
  readonly deviceMemory: boolean;
  /** Some memory lies in ZONE_MOVABLE or CMA. */
  readonly zones: boolean;
  /** Somebody collapses ranges into huge pages. */
  readonly collapses?: boolean;
  /** Somebody merges pages, so that there can be KSM pages. */
  readonly ksm?: boolean;
  /** For each page, the page whose contents it has at first: its own, but for mergeable ones. */
  readonly alike?: readonly number[];
  /** Somebody write-protects by userfaultfd. */
  readonly uffdWp?: boolean;
  /** Somebody registers a userfaultfd for missing pages. */
  readonly uffdMissing?: boolean;
  /** Somebody clears soft-dirty bits. */
  readonly softDirty?: boolean;
  /** Largest reference count that can be reached: it sets the width of the field. */
  readonly refMax: number;
}
