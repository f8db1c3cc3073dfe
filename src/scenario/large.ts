// Large folios in scenarios: what may be done to one, and which there are: of anonymous memory any, of tmpfs huge ones, of files others.
import type { Memory } from './syntax.js';

/** Operations that know large folios. */
export const KNOW_LARGE: readonly string[] = [
  'read',
  'write',
  'pin',
  'get',
  'unpin',
  'dma',
  'map',
  'submit',
  'retire',
  'reclaim',
  'cold',
  'pageout',
  'dontneed',
  'guard',
  'munmap',
  'mmap',
  'mprotect',
  'clear-refs',
  'uffd-wp',
  'mremap',
  'mlock',
  'populate',
  'free',
  'split',
  'mergeable',
  'ksm',
  'fork',
  'dontfork',
  'dofork',
  'wipeonfork',
  'collapse',
  'uffd-move',
  'unmergeable',
  'migrate',
  'move-pages',
  'mbind',
  'compact',
  'cma',
  'offline',
  'demote',
  'numa-scan',
  'soft-offline',
  'buffered-write',
  'direct-write',
  'writeback',
  'fsync',
  'fadvise',
  'drop-caches',
  'truncate',
  'punch-hole',
  'remove',
  'memory-failure',
];

/** Why a page of several pages is not modelled, if it is not. */
export function cannotBeLarge({ kind, sharing, state, thp, pteMapped, filesystem }: Memory): string | undefined {
  if (kind.value === 'anon') return undefined;
  if (kind.value === 'hugetlb') return 'a huge page of hugetlbfs is one page here; leave "order" and "thp" out';
  if (kind.value !== 'shmem' && kind.value !== 'file') return 'only memory of kind anon, shmem or file is large';
  if (sharing?.value === 'private') return 'private mappings of large folios of files are not modelled yet; leave "private" out';
  if (kind.value === 'shmem' && thp === undefined) return 'a large page of tmpfs is a huge one here; write "thp"';
  if (kind.value === 'file' && thp !== undefined) return 'a large page of a file is a smaller one here; write "order 1"';
  if (filesystem?.value === 'btrfs') return 'large folios of btrfs are not modelled yet; leave the order out';
  const odd = pteMapped ?? (state?.value === 'clean' || state?.value === 'dirty' ? undefined : state);
  return odd && `a large page of a file that is "${odd.value}" is not modelled yet; leave that out`;
}
