// The first write to a page of a file: its file system attaches buffers, finds blocks, and waits until the disk is done with the bytes.
// Entered with a reference and without the page lock; returns with the lock if the page may be written.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, PAGE } from '../folio.js';

export const Mkwrite = record('Mkwrite', { folio: FRAME, page: PAGE, locked: 1 });

export const do_page_mkwrite = path('mm/memory.c:do_page_mkwrite() @v5.8', Mkwrite)({
  /** ->page_mkwrite: fs/buffer.c:block_page_mkwrite(), iomap_page_mkwrite(), btrfs_page_mkwrite(). */
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  /** Truncated meanwhile: the fault starts again. */
  page_mapping(k, me, go) {
    if (k.folio(me.folio).mapping === 0) return go.out_unlock;
  },
  /** Buffers are attached; blocks are allocated, or reserved; where blocks are not overwritten, room for a copy is reserved. */
  __block_write_begin(k, me) {
    k.prepare(me.folio);
  },
  block_commit_write(k, me) {
    k.set_page_dirty(me.folio);
  },
  /** wait_for_stable_page(): a disk that checksums is waited for, any other is not. */
  wait_for_stable_page(k, me) {
    if (k.stable(me.page) && k.folio(me.folio).writeback === 1) return wait;
    me.locked = 1;
    return done;
  },
  out_unlock(k, me) {
    k.folio(me.folio).locked = 0;
    return done;
  },
});
