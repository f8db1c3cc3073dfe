// The words that this model and these kernels give to scenario files.
import { COMMITS, KERNELS, OPTIONS, PROPOSALS } from '../history/index.js';
import { labelName } from '../machine/index.js';
import { BACKINGS, BASE, DEVICE_KINDS, ERRNO_NAMES, FILESYSTEMS, PROPERTIES } from '../model/index.js';
import type { DeviceWord, VerbWord, Vocabulary } from './words.js';

const DEVICE_VERBS: Readonly<Record<string, readonly string[]>> = {
  pin: ['pin', 'unpin', 'dma', 'submit', 'retire'],
  dio: ['pin', 'unpin', 'dma'],
  get: ['get', 'unpin', 'dma'],
  nothing: ['map'],
  memory: ['map', 'to-device'],
};

/** The kinds without their version, each once: `i915` stands for what the kernel at hand has. */
function deviceWords(): DeviceWord[] {
  const names = [...new Set(DEVICE_KINDS.map(({ name }) => name.split('@')[0]))];
  return names.map(name => {
    const kinds = DEVICE_KINDS.filter(kind => kind.name.split('@')[0] === name);
    const versions = kinds.map(kind => kind.name.split('@')[1]).filter(version => version !== undefined);
    return { name, versions, verbs: DEVICE_VERBS[kinds[0].holds] };
  });
}

/** What a load or a store may end with instead. */
const ACCESS_ANSWERS = ['sigsegv', 'sigbus', 'mce'] as const;
/** What memory failure did about the page; none: it was poisoned already, or there was none. */
const FAILURE_ANSWERS = ['none', 'recovered', 'delayed', 'failed', 'ignored'] as const;

/** The commit that brought a kind of memory; one that is not named is as old as v5.8. */
export const KIND_NEEDS: Readonly<Record<string, string>> = { secretmem: '1507f51255c9' };

/** An errno of a system call; 0 where it succeeds. */
const ERRNO_ANSWERS = { numbers: true, words: ERRNO_NAMES.slice(1).map(name => (name.startsWith('E') ? `-${name}` : name)) };

/** The verbs, and what each does. */
export const VERBS: readonly (VerbWord & { readonly says: string })[] = [
  {
    name: 'read',
    says: 'a load; faults the page in where it is not mapped',
    object: 'page',
    by: ['task'],
    result: { data: true, words: ACCESS_ANSWERS },
  },
  {
    name: 'write',
    says: 'a store; faults and copies as the kernel does',
    object: 'page',
    by: ['task'],
    writes: true,
    result: { words: ACCESS_ANSWERS },
  },
  { name: 'dontneed', says: 'madvise(MADV_DONTNEED)', object: 'page', by: ['task'], result: ERRNO_ANSWERS },
  { name: 'guard', says: 'madvise(MADV_GUARD_INSTALL)', object: 'page', by: ['task'], result: ERRNO_ANSWERS, needs: '662df3e5c376' },
  { name: 'munmap', says: 'munmap(); an access is a SIGSEGV from then on', object: 'page', by: ['task'] },
  { name: 'mmap', says: 'mmap(MAP_FIXED) over what is there', object: 'page', by: ['task'] },
  { name: 'mprotect', says: 'mprotect()', object: 'page', by: ['task'], words: [{ words: ['none', 'ro', 'rw'], required: true }] },
  {
    name: 'split',
    says: 'split_huge_page() of the large page, by somebody who has a reference (debugfs split_huge_pages)',
    object: 'page',
    by: ['task'],
  },
  { name: 'clear-refs', says: '4 to /proc/PID/clear_refs: soft-dirty bits', object: 'page', by: ['task'] },
  {
    name: 'uffd-wp',
    says: 'userfaultfd write protection of the page',
    object: 'page',
    by: ['task'],
    words: [{ words: ['on', 'off'], required: true }],
  },
  {
    name: 'uffd-missing',
    says: 'UFFDIO_REGISTER for missing pages: who faults where nothing is sleeps until a monitor has put a page there; off ends it',
    object: 'page',
    by: ['task'],
    words: [{ words: ['on', 'off'], required: true }],
  },
  {
    name: 'uffd-copy',
    says: 'UFFDIO_COPY: a monitor puts a page there',
    object: 'page',
    by: ['task'],
    writes: true,
    result: ERRNO_ANSWERS,
  },
  {
    name: 'uffd-move',
    says: 'UFFDIO_MOVE to another address: a fresh one, or that of a second page that has nothing there',
    object: 'page',
    other: 'optional',
    by: ['task'],
    result: ERRNO_ANSWERS,
    needs: 'adef440691ba',
  },
  { name: 'mremap', says: 'mremap() to another address', object: 'page', by: ['task'] },
  { name: 'mlock', says: 'mlock()', object: 'page', by: ['task'] },
  {
    name: 'populate',
    says: 'madvise(MADV_POPULATE_WRITE)',
    object: 'page',
    by: ['task'],
    result: ERRNO_ANSWERS,
    needs: '4ca9b3859dac',
  },
  { name: 'munlock', says: 'munlock()', object: 'page', by: ['task'] },
  { name: 'swapoff', says: 'swapoff(), as far as this page', object: 'page', by: ['task'] },
  { name: 'buffered-write', says: 'write() to the file behind the page', object: 'page', by: ['task'], writes: true },
  { name: 'direct-write', says: 'write() with O_DIRECT to the file behind the page', object: 'page', by: ['task'], writes: true },
  { name: 'writeback', says: 'the page of a file is written out if it is dirty, without waiting', object: 'page', by: ['task', 'kthread'] },
  { name: 'fsync', says: 'fsync(), msync(MS_SYNC): written out, and waited for', object: 'page', by: ['task'] },
  { name: 'fadvise', says: 'posix_fadvise(POSIX_FADV_DONTNEED)', object: 'page', by: ['task'] },
  { name: 'drop-caches', says: '1 to /proc/sys/vm/drop_caches, as far as this page', object: 'page', by: ['task'] },
  { name: 'truncate', says: 'ftruncate() to nothing, and back to the old size', object: 'page', by: ['task'] },
  { name: 'punch-hole', says: 'fallocate(FALLOC_FL_PUNCH_HOLE)', object: 'page', by: ['task'] },
  { name: 'remove', says: 'madvise(MADV_REMOVE): a hole behind a shared mapping', object: 'page', by: ['task'], result: ERRNO_ANSWERS },
  {
    name: 'reflink',
    says: 'ioctl(FICLONE): the second file gets the blocks of the first, and both share them until one is written',
    object: 'page',
    other: 'required',
    by: ['task'],
  },
  { name: 'fork', says: 'fork(): the new process has copies of all mappings', object: 'new-process', by: ['task'] },
  { name: 'dontfork', says: 'madvise(MADV_DONTFORK): forks leave the page out', object: 'page', by: ['task'] },
  { name: 'dofork', says: 'madvise(MADV_DOFORK): they copy it again', object: 'page', by: ['task'] },
  { name: 'wipeonfork', says: 'madvise(MADV_WIPEONFORK): children find zeroes', object: 'page', by: ['task'] },
  { name: 'free', says: 'madvise(MADV_FREE)', object: 'page', by: ['task'], result: ERRNO_ANSWERS },
  { name: 'cold', says: 'madvise(MADV_COLD)', object: 'page', by: ['task'], result: ERRNO_ANSWERS },
  { name: 'pageout', says: 'madvise(MADV_PAGEOUT)', object: 'page', by: ['task'], result: ERRNO_ANSWERS },
  { name: 'mergeable', says: 'madvise(MADV_MERGEABLE)', object: 'page', by: ['task'] },
  { name: 'unmergeable', says: 'madvise(MADV_UNMERGEABLE): what was merged is copied again', object: 'page', by: ['task'] },
  {
    name: 'ksm',
    says: 'ksmd comes to the first page, and finds the second one equal to it or not',
    object: 'page',
    other: 'required',
    by: ['task', 'kthread'],
  },
  { name: 'reclaim', says: 'one pass of reclaim over the page', object: 'page', by: ['task', 'kthread'] },
  {
    name: 'migrate',
    says: 'one migrate_pages() of the page: MIGRATE_SYNC, or as the word says',
    object: 'page',
    by: ['task', 'kthread'],
    words: [{ words: ['async', 'light', 'sync'] }],
  },
  { name: 'numa-scan', says: 'NUMA balancing makes the entry inaccessible, to see who faults', object: 'page', by: ['task'] },
  { name: 'cma', says: 'alloc_contig_range() over the page: five tries to move it', object: 'page', by: ['task', 'kthread'] },
  { name: 'offline', says: 'hot-remove of the memory block that the page is in', object: 'page', by: ['task', 'kthread'] },
  { name: 'demote', says: 'one pass of reclaim where there is a slower node below; since v5.15', object: 'page', by: ['task', 'kthread'] },
  {
    name: 'collapse',
    says: 'the pages become a huge one: khugepaged, or MADV_COLLAPSE',
    object: 'page',
    by: ['task', 'kthread'],
    result: ERRNO_ANSWERS,
    needsOfTask: '7d8faaf15545',
  },
  { name: 'move-pages', says: 'move_pages() to another node', object: 'page', by: ['task'] },
  { name: 'mbind', says: 'mbind(MPOL_MF_MOVE | MPOL_MF_STRICT) to another node', object: 'page', by: ['task'] },
  {
    name: 'compact',
    says: 'compaction of the page: MIGRATE_SYNC_LIGHT, or as the word says',
    object: 'page',
    by: ['task', 'kthread'],
    words: [{ words: ['async', 'light', 'sync'] }],
  },
  {
    name: 'pin',
    says: 'pin_user_pages_fast(); read is FOLL_PIN without FOLL_WRITE, force is FOLL_FORCE, fast never walks slowly',
    object: 'page',
    by: ['device'],
    words: [{ words: ['write', 'read'] }, { words: ['longterm'] }, { words: ['force'] }, { words: ['fast'] }],
    count: { min: 1, max: 2_097_152 },
  },
  {
    name: 'get',
    says: 'get_user_pages_fast(): FOLL_GET',
    object: 'page',
    by: ['device'],
    words: [{ words: ['write', 'read'] }],
    count: { min: 1, max: 65_535 },
  },
  { name: 'unpin', says: 'lets go; dirty says first that it was written', object: 'page', by: ['device'], words: [{ words: ['dirty'] }] },
  {
    name: 'dma',
    says: 'the device reads or writes through what it holds',
    object: 'page',
    by: ['device'],
    words: [{ words: ['write', 'read'], required: true }],
    result: { data: true },
    writes: 'write',
  },
  {
    name: 'memory-failure',
    says: 'the page is bad: MADV_HWPOISON, or a machine check; early: processes want to know at once; must-kill: MF_MUST_KILL',
    object: 'page',
    by: ['task', 'kthread'],
    words: [{ words: ['early'] }, { words: ['must-kill'] }],
    result: { words: FAILURE_ANSWERS },
  },
  { name: 'map', says: 'a mirror looks the entry up and maps it', object: 'page', by: ['device'] },
  {
    name: 'soft-offline',
    says: 'MADV_SOFT_OFFLINE: the page is moved, and its frame not used again',
    object: 'page',
    by: ['task'],
    result: ERRNO_ANSWERS,
  },
  { name: 'to-device', says: 'the driver moves the page to the memory of the device: migrate_vma', object: 'page', by: ['device'] },
  { name: 'submit', says: 'a job begins to run', object: 'none', by: ['device'] },
  { name: 'retire', says: 'the job ends', object: 'none', by: ['device'] },
];

/** The verbs that move pages: only with one of them can there be migration entries, and each needs a page to move to. */
export const MOVERS: readonly string[] = [
  'migrate',
  'move-pages',
  'mbind',
  'compact',
  'to-device',
  'soft-offline',
  'cma',
  'offline',
  'demote',
  'numa-scan',
];

/** Every name that a step has in some kernel: its first one, and what a commit calls it. */
function stepNames(): string[] {
  const names = BASE.flatMap(path => path.order.map(labelName));
  for (const { changes } of [...COMMITS, ...PROPOSALS, ...OPTIONS])
    for (const { edits } of changes)
      for (const { labels, title } of edits) names.push(...labels.map(labelName), ...(title === undefined ? [] : [title]));
  return [...new Set(names)].sort();
}

export const VOCABULARY: Vocabulary = {
  kernels: KERNELS.map(kernel => kernel.name),
  proposals: PROPOSALS.map(proposal => proposal.id),
  properties: PROPERTIES.map(({ name, kind }) => ({ name, kinds: kind === 'sometimes' ? [kind, 'eventually'] : [kind] })),
  memory: [...BACKINGS, 'devzero', 'secretmem'],
  filesystems: FILESYSTEMS,
  devices: deviceWords(),
  roles: ['kswapd', 'ksmd', 'khugepaged', 'flusher', 'mce'],
  verbs: VERBS,
  labels: stepNames(),
};
