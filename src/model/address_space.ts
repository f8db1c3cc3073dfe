// A file's pages: what is in its page cache, what the file system has prepared, and what a read of it must return.
// The xarray lock is held inside one step only.
import { Frames } from './frames.js';
import { Backing, Filesystem } from './pagecache.js';
import { See } from './properties.js';
import { ZEROES } from './state.js';

export class AddressSpace extends Frames {
  /** vma_is_anonymous() says no: a file stands behind the page, tmpfs included. */
  fileBacked(page: number): boolean {
    return this.shape.backing[page] !== Backing.anon;
  }
  /** The file system has ->page_mkwrite and writes dirty pages back: ext4, not tmpfs. */
  tracksDirty(page: number): boolean {
    return this.shape.backing[page] === Backing.file;
  }
  /** Whose file stands behind a page. */
  filesystem(page: number): Filesystem {
    return this.shape.filesystem?.[page] ?? Filesystem.ext2;
  }
  /** Its file system is ext4, however it is mounted. */
  ext4(page: number): boolean {
    const kind = this.filesystem(page);
    return kind === Filesystem.ext4 || kind === Filesystem.ext4_journal;
  }
  /** Its file system may share blocks between files, and then writes to new ones. */
  copiesOnWrite(page: number): boolean {
    return this.tracksDirty(page) && this.filesystem(page) >= Filesystem.xfs;
  }
  /** bdi_cap_stable_pages_required(). */
  stable(page: number): boolean {
    return this.shape.stablePages?.[page] ?? false;
  }
  /** The frame behind a file's page: in the page cache, or in the swap cache; 0: on disk only. */
  inCache(page: number): number {
    const { frame, swap } = this.cached(page);
    return frame === 0 && swap !== 0 ? this.slots[swap].frame : frame;
  }

  /** The next VMA of an rmap walk, at or behind (page, mm); a KSM page may be at any address, by the items of its stable node. */
  nextVma(frame: number, at: { mm: number; page: number; walked: number }): boolean {
    const vmas = this.rmap(frame);
    const { mms, pages } = this.shape;
    for (;;) {
      while (at.mm < mms && ((vmas >>> at.mm) & 1) === 0) at.mm++;
      if (at.mm < mms) return true;
      if (this.folio(frame).ksm === 0 || at.walked + 1 >= pages.length) return false;
      at.walked++;
      at.page = (at.page + 1) % pages.length;
      at.mm = 0;
    }
  }

  /** Where an rmap walk looks for a page, a bit for each mm: the anon_vma's VMAs, or those in the i_mmap of its file. */
  rmap(frame: number): number {
    const folio = this.folio(frame);
    if (folio.file === 0) return folio.anon_vma;
    if (folio.mapping === 0) return 0;
    return this.i_mmap(folio.page - 1, (1 << folio.order) - 1);
  }
  /** The mms that map a page of a file, or one of so many more after it, a bit each. */
  i_mmap(page: number, more = 0): number {
    let mms = 0;
    for (let n = page; n <= page + more; n++)
      for (let mm = 0; mm < this.shape.mms; mm++) if ((this.shape.vmas[n] >>> mm) & 1 && this.vmas[mm][n].gone === 0) mms |= 1 << mm;
    return mms;
  }

  /** mm/filemap.c:__add_to_page_cache_locked(), of a locked folio that nobody can have found yet. */
  add_to_page_cache(frame: number, page: number): void {
    const folio = this.folio(frame);
    const count = 1 << folio.order;
    for (let n = 0; n < count; n++) this.cached(folio.page - 1 + n).frame = this.head(frame) + n;
    folio.file = 1;
    folio.mapping = 1;
    folio.swapbacked = this.tracksDirty(page) ? 0 : 1;
    folio.anon_vma = 0;
    folio.ref += count;
  }
  /** -EEXIST of __add_to_page_cache_locked(): what stands where a new folio's pages are to be, swap entries included. */
  overlaps(frame: number): boolean {
    const folio = this.folio(frame);
    for (let n = 0; n < 1 << folio.order; n++) {
      const cached = this.cached(folio.page - 1 + n);
      if (cached.frame !== 0 || cached.swap !== 0) return true;
    }
    return false;
  }
  /** The order of a folio that a file gets for a page of which it has none: a large one where all of its pages are missing. */
  fileOrder(page: number): number {
    const first = this.shape.first[page];
    const count = this.shape.count[page];
    for (let n = first; n < first + count; n++) if (this.cached(n).frame !== 0 || this.cached(n).swap !== 0) return 0;
    return 31 - Math.clz32(count);
  }
  /** alloc_pages() of a large folio where it can be had, else of a page; answers the frame of the page that is asked for. */
  alloc_file_folio(page: number): number {
    const order = this.fileOrder(page);
    const first = this.shape.first[page];
    const head = order === 0 ? 0 : this.alloc(first, 0, order);
    return head === 0 ? this.alloc(page, 0) : head + page - first;
  }

  /** mm/filemap.c:__delete_from_page_cache(), under the page lock; the cache's references are the caller's to drop. */
  __delete_from_page_cache(frame: number): void {
    const folio = this.folio(frame);
    for (let n = 0; n < 1 << folio.order; n++) this.cached(folio.page - 1 + n).frame = 0;
    folio.mapping = 0;
  }

  /** ->set_page_dirty(): a file system expects to find what it has prepared. A page that has left its file only gets the flag. */
  set_page_dirty(frame: number): void {
    const folio = this.folio(frame);
    if (folio.mapping === 1 && this.tracksDirty(folio.page - 1)) {
      if (folio.dirty === 0) this.observe(See.FSRDY, !this.prepared(frame));
      this.ext4_journalled_dirty_folio(frame);
    }
    folio.dirty = 1;
  }
  /**
   * fs/ext4/inode.c:ext4_journalled_dirty_folio() @v6.12: through a pin a page is dirtied that is part of no transaction. Before
   * 3f5d30636d2a every dirty page is checked, pinned or not, and so nobody has to look.
   */
  private ext4_journalled_dirty_folio(frame: number): void {
    const page = this.folio(frame).page - 1;
    if (this.filesystem(page) === Filesystem.ext4_journal && this.page_maybe_dma_pinned(frame)) this.cached(page).checked = 1;
  }

  /** All is there for the next writeback of a page: buffers, or room where blocks are not overwritten. */
  prepared(frame: number): boolean {
    const page = this.folios[frame].page - 1;
    const kind = this.filesystem(page);
    if (kind === Filesystem.dax) return true;
    if (kind < Filesystem.xfs) return this.folio(frame).private === 1;
    const { reserved, shares } = this.cached(page);
    return reserved === 1 || (kind === Filesystem.xfs && shares === 0);
  }

  /** ->page_mkwrite, ->write_begin: buffers, blocks, and room for a copy where blocks are not overwritten. Under the page lock. */
  prepare(frame: number): void {
    const page = this.folios[frame].page - 1;
    const kind = this.filesystem(page);
    const cached = this.cached(page);
    if (kind !== Filesystem.xfs && kind !== Filesystem.dax) this.attach_page_private(frame);
    cached.allocated = 1;
    if (kind === Filesystem.ext4_journal) cached.jbddirty = 1;
    if (kind === Filesystem.btrfs || cached.shares !== 0) cached.reserved = 1;
  }

  /** The file system maps a page to blocks, to write it: to new ones where it has reserved some, which the file then shares with nobody. */
  map_blocks(page: number): void {
    const cached = this.cached(page);
    cached.jbddirty = 0;
    cached.checked = 0;
    if (cached.reserved === 0) return;
    cached.reserved = 0;
    this.unshare(page);
  }

  /** The disk has the bytes: in the file's block, which may be another file's as well. */
  writeBlock(page: number, content: number): void {
    const cached = this.cached(page);
    cached.content = content;
    if (cached.shares !== 0) this.cached(cached.shares - 1).content = content;
  }

  /** The second file shows what is on disk of the first, and neither may overwrite it. */
  share_block(page: number, other: number): void {
    const from = this.cached(page);
    const to = this.cached(other);
    this.unshare(page);
    this.unshare(other);
    from.shares = other + 1;
    to.shares = page + 1;
    to.allocated = 1;
    to.content = from.content;
    to.expected = from.content;
  }

  /** The file has a block of its own from now on. */
  protected unshare(page: number): void {
    const cached = this.cached(page);
    if (cached.shares === 0) return;
    this.cached(cached.shares - 1).shares = 0;
    cached.shares = 0;
  }

  /** attach_page_private(): buffers, with a reference of their own. */
  attach_page_private(frame: number): void {
    const folio = this.folio(frame);
    if (folio.private === 1) return;
    folio.private = 1;
    folio.ref++;
  }

  /** fs/buffer.c:try_to_free_buffers(), under the page lock: asks for I/O and dirt, not for references. */
  try_to_free_buffers(frame: number): boolean {
    const folio = this.folio(frame);
    if (folio.private === 0) return true;
    if (folio.writeback === 1 || folio.dirty === 1) return false;
    folio.private = 0;
    this.put(frame, 1);
    return true;
  }

  /** The file's page is gone by request (truncate, punch hole): pins keep a page that is nobody's, and reads return zeroes. */
  dropped(page: number): void {
    const cached = this.cached(page);
    this.unshare(page);
    cached.content = ZEROES;
    cached.allocated = 0;
    cached.reserved = 0;
    cached.jbddirty = 0;
    cached.checked = 0;
    cached.expected = ZEROES;
    for (const row of this.pins) if (row[page].frame !== 0 && this.folio(row[page].frame).file === 1) row[page].orphan = 1;
  }

  /** A page of a file is wiped where it is, in a hole that is punched: whoever holds it, holds the file's page still. */
  wiped(frame: number, page: number): void {
    const cached = this.cached(page);
    this.folios[frame].content = ZEROES;
    cached.content = ZEROES;
    cached.allocated = 0;
    cached.expected = ZEROES;
  }
  /** All pages of a folio are in a range: a page, and so many more. */
  within(frame: number, page: number, more: number): boolean {
    const folio = this.folio(frame);
    const first = folio.page - 1;
    return first >= page && first + (1 << folio.order) <= page + more + 1;
  }

  /** A mapping of a file whose process has written nothing of its own here shows what the file says. */
  followsFile(mm: number, page: number): boolean {
    return this.fileBacked(page) && (this.vma(mm, page).shared === 1 || this.ptes[mm][page].own === 0);
  }
  /** What a read at (mm, page) must return. */
  expectedAt(mm: number, page: number): number {
    return this.followsFile(mm, page) ? this.cached(page).expected : this.ptes[mm][page].expected;
  }
  /** From now on a read at (mm, page) must return what has been written there. */
  expectAt(mm: number, page: number, content: number): void {
    if (this.fileBacked(page) && this.vma(mm, page).shared === 1) this.cached(page).expected = content;
    else this.becomesOwn(mm, page, content);
  }
  /** A private mapping was given a copy: of the file's page it is what the file said a moment ago. */
  copiedFrom(mm: number, page: number, old: number, copy: number): void {
    if (this.folio(old).file === 1) this.becomesOwn(mm, page, this.folios[copy].content);
  }
  /** A private mapping has a copy of its own here; of anonymous memory it always has. */
  becomesOwn(mm: number, page: number, content: number): void {
    const pte = this.ptes[mm][page];
    pte.expected = content;
    if (this.fileBacked(page)) pte.own = 1;
  }
}
