// Mutations of the page cache: buffers, truncation, writeback, and pins of private mappings of files.

import { only_journalled } from '../../src/history/commits/3f5d30636d2a.js';
import { long_pins_unshare } from '../../src/history/commits/84209e87c696.js';
import { change, done } from '../../src/machine/index.js';
import {
  do_page_mkwrite,
  Filesystem,
  invalidate_inode_pages2_range,
  invalidate_mapping_pages,
  shrink_page_list,
  truncate_inode_pages_range,
  write_cache_pages,
  xfs_file_remap_range,
} from '../../src/model/index.js';
import { type Mutation, mutation } from './mutation.js';

export const FILE: readonly Mutation[] = [
  mutation(
    'page_mkwrite attaches no buffers',
    'The first store to a page of ext4 leaves it dirty, and without what ext4 writes it by.',
    'v6.12',
    ['crash-h8-reclaim-pin', 'FSRDY'],
    change(do_page_mkwrite, edit => edit.remove('__block_write_begin')),
  ),
  mutation(
    'writeback overwrites a shared block',
    'The block that page_mkwrite has reserved is not taken.',
    'v5.8',
    ['xfs-copies-a-shared-block', 'DIRT'],
    change(write_cache_pages, edit =>
      edit.replace('set_page_writeback', (k, me) => {
        k.folio(me.folio).writeback = 1;
      }),
    ),
  ),
  mutation(
    'reflink leaves what was in the cache',
    'The second file goes on showing its old bytes.',
    'v5.8',
    ['xfs-copies-a-shared-block', 'DIRT'],
    change(xfs_file_remap_range, edit => edit.remove('truncate_pagecache_range')),
  ),
  mutation(
    'an O_DIRECT write does not unmap',
    'The page is thrown out of the cache, and who maps it keeps it.',
    'v6.12',
    ['direct-write-is-seen-by-a-mapping', 'DIRT'],
    change(invalidate_inode_pages2_range, edit => edit.replace('mapped', { local: (_me, go) => go.try_to_release_page })),
  ),
  mutation(
    'fsync does not wait for the I/O',
    'It returns when the write has been submitted.',
    'v5.8',
    ['fsync-has-it-on-the-disk', 'undurable'],
    change(write_cache_pages, edit => edit.replace('filemap_fdatawait_range', () => done)),
  ),
  mutation(
    'reclaim takes the buffers first',
    'Before it unmaps the page and looks for pins.',
    'v6.12',
    ['crash-h8-reclaim-pin', 'FSRDY'],
    change(shrink_page_list, edit =>
      edit.before('page_mapped', {
        try_to_free_buffers_early(k, me) {
          k.try_to_free_buffers(me.folio);
        },
      }),
    ),
  ),
  mutation(
    'reflink leaves the source writable',
    'It does not write the page out, so that no store asks for a block of its own.',
    'v5.8',
    ['xfs-copies-a-shared-block', 'DIRT'],
    change(xfs_file_remap_range, edit => edit.remove('filemap_write_and_wait_range')),
  ),
  mutation(
    'a store does not wait for a stable page',
    'page_mkwrite lets a store through while the disk is given the bytes.',
    'v6.12',
    ['stores-wait-for-a-checksummed-page', 'STBL'],
    change(do_page_mkwrite, edit =>
      edit.replace('wait_for_stable_page', (_k, me) => {
        me.locked = 1;
        return done;
      }),
    ),
  ),
  mutation(
    'writeback leaves entries writable',
    'page_mkclean() is not called, so that stores go on without a fault.',
    'v6.12',
    ['stores-wait-for-a-checksummed-page', 'STBL'],
    change(write_cache_pages, edit => edit.remove('page_mkclean')),
  ),
  mutation(
    'writepages does not look for the mark of a pin',
    'A page that is part of no transaction is not written, whoever has dirtied it.',
    'v6.12',
    ['data-journal-page-dirtied-through-a-pin', 'lost'],
    change(only_journalled.path, edit =>
      edit.replace('folio_test_checked', (k, me, go) => {
        if (k.filesystem(me.page) === Filesystem.ext4_journal && k.cached(me.page).jbddirty === 0) return go.continue_unlock;
      }),
    ),
  ),
  mutation(
    'page_mkwrite joins no transaction',
    'What a process stores into a page of data=journal is dirty, and not to be journalled.',
    'v6.12',
    ['data-journal-page-stored-to', 'undurable'],
    change(do_page_mkwrite, edit =>
      edit.after('__block_write_begin', {
        no_transaction(k, me) {
          k.cached(me.page).jbddirty = 0;
        },
      }),
    ),
  ),
  mutation(
    'drop_caches does not count',
    'It takes the buffers of a page that somebody refers to.',
    'v6.12',
    ['drop-caches-strips-a-pinned-page', 'FSRDY'],
    change(invalidate_mapping_pages, edit =>
      edit.before('invalidate_inode_page', {
        try_to_free_buffers_early(k, me) {
          k.try_to_free_buffers(me.folio);
        },
      }),
    ),
  ),
  mutation(
    'truncation leaks the reference of the cache',
    'The page leaves the file and keeps the reference that the cache had.',
    'v5.8',
    ['hole-punched-under-a-pin', 'CNT'],
    change(truncate_inode_pages_range, edit =>
      edit.replace('delete_from_page_cache', (k, me) => {
        k.__delete_from_page_cache(me.folio);
        k.dropped(me.page);
      }),
    ),
  ),
  mutation(
    'a long-term pin for reading takes what is there',
    'The page of a private mapping is not copied before it is pinned.',
    'v6.12',
    ['long-read-pin-of-a-private-file-page', 'COH'],
    change(long_pins_unshare.path, edit =>
      edit.before('gup_must_unshare', {
        nothing_is_shared(k, me) {
          k.pin(me.device, me.page).pending = 0;
          return done;
        },
      }),
    ),
  ),
];
