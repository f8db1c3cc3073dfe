// An O_DIRECT write to a file, by whoever has it open: around the page cache, which is written back and emptied before and after.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { CONTENT, PAGE } from '../folio.js';
import { invalidate_inode_pages2_range } from './invalidate_inode_pages2_range.js';
import { write_cache_pages } from './write_cache_pages.js';

export const DirectWrite = record('DirectWrite', { page: PAGE, content: CONTENT });

export const generic_file_direct_write = path('mm/filemap.c:generic_file_direct_write() @v5.8', DirectWrite)({
  filemap_write_and_wait_range: calls(DirectWrite)(write_cache_pages, (me, to) => {
    to.page = me.page;
    to.sync = 1;
  }),
  invalidate_inode_pages2_range: calls(DirectWrite)(invalidate_inode_pages2_range, (me, to) => {
    to.page = me.page;
  }),
  direct_IO(k, me) {
    me.content = k.writeDisk(me.page, me.content);
  },
  /** What has been read in meanwhile is old. */
  invalidate_inode_pages2_range_again: calls(DirectWrite)(invalidate_inode_pages2_range, (me, to) => {
    to.page = me.page;
  }),
  out: { local: () => done },
});
