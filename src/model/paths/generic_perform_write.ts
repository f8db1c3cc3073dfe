// write(2) to a file: into the page cache, not through any mapping. It waits for stable pages as a fault does.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { CONTENT, FRAME, PAGE } from '../folio.js';
import { filemap_fault } from './filemap_fault.js';
import { shmem_getpage_gfp } from './shmem_getpage_gfp.js';

export const BufferedWrite = record('BufferedWrite', { page: PAGE, content: CONTENT, tracked: 1, folio: FRAME });

export const generic_perform_write = path('mm/filemap.c:generic_perform_write() @v5.8', BufferedWrite)({
  iov_iter_fault_in_readable(k, me) {
    me.tracked = k.tracksDirty(me.page) ? 1 : 0;
  },
  /** grab_cache_page_write_begin(), shmem_write_begin(): a page that is not there is read first. */
  write_begin: calls(BufferedWrite)(
    [filemap_fault, shmem_getpage_gfp],
    (me, to) => {
      to.page = me.page;
    },
    (me, got) => {
      me.folio = got.folio;
    },
    me => (me.tracked === 1 ? 0 : 1),
  ),
  wait_for_stable_page(k, me) {
    if (k.stable(me.page) && k.folio(me.folio).writeback === 1) return wait;
    if (me.tracked === 1) k.prepare(me.folio);
  },
  iov_iter_copy_from_user_atomic(k, me) {
    me.content = k.writeFile(me.page, me.folio, me.content);
  },
  /** block_write_end(), shmem_write_end(). */
  write_end(k, me) {
    k.set_page_dirty(me.folio);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  put_page(k, me) {
    k.put(me.folio, 1);
    return done;
  },
});
