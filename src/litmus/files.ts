// The measured cases of files and tmpfs: how their pages are made, and what is done to a file.
import type { Item } from '../machine/index.js';
import {
  Errno,
  generic_fadvise,
  generic_perform_write,
  invalidate_mapping_pages,
  madvise_remove,
  truncate_inode_pages_range,
  unmap_region,
  type World,
  write_cache_pages,
} from '../model/index.js';
import { runs } from './item.js';

export interface FileKind {
  /** Kind, sharing and state of memory, as a scenario has them. */
  readonly words: string;
  /** A mapping too small to be a huge page: nobody hears of it being split off. */
  readonly small: boolean;
  readonly readonly: boolean;
  /** Mapped by so many processes that it looks pinned; four stand for them, with a bias of 4. */
  readonly crowded: boolean;
}
const file = (words: string, about: Partial<FileKind> = {}): FileKind => ({
  words,
  small: words.startsWith('file'),
  readonly: false,
  crowded: false,
  ...about,
});

export const FILES: Readonly<Record<string, FileKind>> = {
  memfd: file('shmem dirty'),
  memfd_priv: file('shmem private clean'),
  memfd_sc: file('shmem swapcache'),
  memfd_x1100: file('shmem dirty', { crowded: true }),
  ext4s_clean: file('file clean'),
  ext4s_dirty: file('file dirty'),
  ext4s_ro: file('file clean', { readonly: true }),
  shmthp: file('shmem thp'),
  ext4s_large: file('file clean order 1', { small: false }),
  ext4s_large_dirty: file('file order 1', { small: false }),
  ext4p_clean: file('file private clean'),
  ext4p_cow: file('file private dirty'),
};

/** What write() puts into the file. */
const CALL_WRITES = 10;

const fsync = runs('fsync', write_cache_pages, { sync: 1 });
const fadvise = runs('fadvise', generic_fadvise, {});
const unmap = runs('munmap', unmap_region, {});
/** Whatever the mapping was, the new one is shared. */
const map = runs('mmap', unmap_region, { again: 1, share: 1 });

type Answer = (error: Errno) => void;
export const FILE_OPS: Readonly<Record<string, (answer: Answer) => Item<World>[]>> = {
  buffered_write: () => [runs('write()', generic_perform_write, { content: CALL_WRITES })],
  msync: () => [fsync],
  fsync: () => [fsync],
  fadvise_dontneed: () => [fadvise],
  drop_caches: () => [runs('drop_caches', invalidate_mapping_pages, {})],
  munmap_remap: () => [unmap, map],
  munmap_fadvise: () => [unmap, fadvise, map],
  punch_hole: () => [runs('fallocate', truncate_inode_pages_range, {})],
  ftruncate0: () => [runs('ftruncate', truncate_inode_pages_range, { truncate: 1 })],
  remove: answer => [
    runs('remove', madvise_remove, {}, (_k, me: { error: Errno }) => {
      if (me.error !== Errno.none) answer(me.error);
    }),
  ],
};
