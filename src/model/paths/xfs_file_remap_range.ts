// ioctl(FICLONE): a file gets the blocks of another one, and both share them until one of them is written.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { PAGE } from '../folio.js';
import { truncate_inode_pages_range } from './truncate_inode_pages_range.js';
import { write_cache_pages } from './write_cache_pages.js';

export const Remap = record('Remap', { page: PAGE, other: PAGE });

export const xfs_file_remap_range = path('fs/xfs/xfs_file.c:xfs_file_remap_range() @v5.8', Remap)({
  /** generic_remap_file_range_prep(): the source is written out, which makes its entries read-only. A device is not asked. */
  filemap_write_and_wait_range: calls(Remap)(write_cache_pages, (me, to) => {
    to.page = me.page;
    to.sync = 1;
  }),
  /** xfs_flush_unmap_range(): nothing is left of what the destination had. */
  truncate_pagecache_range: calls(Remap)(truncate_inode_pages_range, (me, to) => {
    to.page = me.other;
  }),
  xfs_reflink_remap_blocks(k, me) {
    k.share_block(me.page, me.other);
    return done;
  },
});
