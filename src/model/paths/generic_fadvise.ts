// posix_fadvise(POSIX_FADV_DONTNEED): writes what is dirty without waiting for it, then drops what is clean.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { PAGE } from '../folio.js';
import { invalidate_mapping_pages } from './invalidate_mapping_pages.js';
import { write_cache_pages } from './write_cache_pages.js';

export const Fadvise = record('Fadvise', { page: PAGE, more: PAGE });

export const generic_fadvise = path('mm/fadvise.c:generic_fadvise() @v5.8', Fadvise)({
  /** tmpfs has no disk (noop_backing_dev_info): nothing is done. */
  inode_to_bdi(k, me) {
    if (!k.tracksDirty(me.page)) return done;
  },
  __filemap_fdatawrite_range: calls(Fadvise)(write_cache_pages, (me, to) => {
    to.page = me.page;
    to.more = me.more;
  }),
  invalidate_mapping_pages: calls(Fadvise)(invalidate_mapping_pages, (me, to) => {
    to.page = me.page;
    to.more = me.more;
  }),
  out: { local: () => done },
});
