// The physical page, and the folio it belongs to. One record a page frame serves as both: a large folio is a run of frames whose first
// one, the head, holds what the folio has once (struct folio); the tails hold only what each page has (struct page). Frames are numbered
// from 1, and 0 means none.
import { record } from '../machine/index.js';

/** Bits of a frame number: at most 14 frames in a scenario, and the zero page. */
export const FRAME = 4;
/** The number that stands for the zero page: everybody's, never freed, and no part of free memory. */
export const ZERO_PAGE = 15;
/** Bits of a content name: see world.ts for what the numbers mean. */
export const CONTENT = 6;
/** Bits for one of the scenario's pages, and for one of its mms. */
export const PAGE = 3;
export const MM = 2;
/** A bit for each of the scenario's mms. */
export const MMS = 4;
/** Bits of a swap slot number; slots are numbered from 1. */
export const SLOT = 4;
/** A bit for each thread that runs in user space: it stands for the CPU it runs on. */
export const CPUS = 6;
/** Bits for one of these. */
export const CPU = 3;
/** Bits for one of the scenario's devices, or one past the last. */
export const DEVICE = 3;

/** Where a frame lies, as a record holds it. Memory that may have to be emptied is no place for a pin that lasts. */
export const enum Zone {
  normal = 0,
  /** ZONE_MOVABLE. */
  movable = 1,
  /** A pageblock of MIGRATE_CMA. */
  cma = 2,
}

export const Folio = record('Folio', {
  /** Of each page: how far before this frame its head is; 0: it is a head itself, or a folio of one page. */
  tail: 2,
  /** folio_order(). */
  order: 2,
  /** page->_refcount, signed as in the kernel. Anybody may raise it while it is not 0; 0 is free, or frozen by who holds the page lock. */
  ref: 32,
  /** Of each page: which virtual page's contents it was allocated for, plus one; 0: the frame is free. */
  page: 4,
  /** Of each page: page->_mapcount + 1, the entries that map it alone. Changed under a PTL. */
  mapcount: 3,
  /** Mappings of the whole folio at once (compound_mapcount, _entire_mapcount + 1). Changed under a PTL. */
  entire_mapcount: 3,
  /** hpage_pincount_available(): a pin of this folio is one reference and one in pincount; else it is GUP_PIN_COUNTING_BIAS references. */
  counts_pins: 1,
  /** Pins of a large folio, counted exactly (hpage_pinned_refcount, _pincount). */
  pincount: 22,
  /** PG_locked. */
  locked: 1,
  /** PG_lru: on an LRU list, so reclaim can isolate it. */
  lru: 1,
  /** In a per-CPU LRU add batch, which holds a reference until it is drained. */
  lru_add_batch: 1,
  /** PG_dirty. */
  dirty: 1,
  /** PG_writeback: swap I/O is in flight. */
  writeback: 1,
  /** The device has read the memory, the completion has not been seen yet. */
  written: 1,
  /** PG_swapcache; guarded by the page lock. */
  swapcache: 1,
  /** PG_swapbacked: cleared by MADV_FREE. */
  swapbacked: 1,
  /** PageKsm: merged; mapped by whoever has the same contents, at any address. */
  ksm: 1,
  /** PG_mlocked. */
  mlocked: 1,
  /** Of each page: PG_hwpoison. Set without any lock; whoever has the page lock may rely on it. */
  hwpoison: 1,
  /** Memory failure keeps the reference that it took, for ever. */
  hwpoison_ref: 1,
  /** Of each page, free or not: where it lies (Zone). */
  zone: 2,
  /** is_device_private_page(): memory that only a device can address. Never on an LRU; one reference is its owner's. */
  device_private: 1,
  /** PG_uptodate is clear: memory failure has given the contents up. */
  not_uptodate: 1,
  /** page_huge_active(), HPageMigratable: a page of hugetlbfs that is in use, and that nobody has isolated. */
  huge_active: 1,
  /** A page flag that proposals spend: this page is pinned for long, or is kept from reclaim while it is pinned. */
  proposed_flag: 1,
  /** Of each page: PG_anon_exclusive (5.19 and later). */
  anon_exclusive: 1,
  /** PageAnon() is false: the folio is a file's or shmem's, or was one's. */
  file: 1,
  /** page->mapping: it is in a page cache, which holds a reference. Guarded by the page lock. */
  mapping: 1,
  /** PagePrivate: the file system's buffers are attached, which hold a reference. Guarded by the page lock. */
  private: 1,
  /** The block layer was given a copy of it to write (a proposal). */
  bounced: 1,
  /** page->private: the swap slot of a page in the swap cache. */
  slot: SLOT,
  /** The mms whose VMAs its anon_vma reaches, a bit each: where an rmap walk looks. */
  anon_vma: MMS,
  /** Of each page: what is in it. */
  content: CONTENT,
  /** Ghost: devices whose pin was complete when the page lock was taken, and is held since. */
  held: 4,
});
