// The cases of a measured table as the model runs them: how a page is made, how a reference is held, what is done.
// A name that stands in none of these tables is not modelled; the table of reasons says why.
import type { AnyPath, Item, Run } from '../machine/index.js';
import {
  bio_iov_iter_get_pages,
  change_pte_range,
  cmp_and_merge_page,
  compact_zone,
  cpu_access,
  do_mbind,
  do_pages_move,
  Errno,
  ksm_madvise,
  MigrateMode,
  madvise_cold_or_pageout_pte_range,
  madvise_collapse,
  madvise_dontneed_single_vma,
  madvise_free_pte_range,
  madvise_inject_error,
  move_present_pte,
  move_ptes,
  pin_user_pages_fast,
  populate_vma_page_range,
  split_huge_pages_pid,
  try_to_unuse,
  unmap_region,
  type World,
} from '../model/index.js';
import { FORKS } from './children.js';
import { FILE_OPS, FILES } from './files.js';
import { HUGETLB, HUGETLB_OPS, HUGETLB_WHOLE } from './hugetlb.js';
import { type Locals, runs } from './item.js';

/** The kind and the state of memory, as a scenario has them, that make such a page. */
export const KINDS: Readonly<Record<string, string>> = {
  anon: 'anon',
  anon_sc: 'anon swapcache',
  anon_swapped: 'anon swapped',
  anon_mlocked: 'anon mlocked',
  lazyfree: 'anon lazyfree',
  zeropage: 'anon zeropage',
  anon_forked: 'anon',
  anon_wasforked: 'anon',
  anonro: 'anon readonly',
  protnone: 'anon protnone',
  secretmem: 'secretmem',
  ...Object.fromEntries(Object.entries(FILES).map(([kind, { words }]) => [kind, words])),
  ksm: 'anon mergeable',
  thp: 'anon thp',
  thp_pte: 'anon thp pte-mapped',
  thp_forked: 'anon thp',
  mthp64: 'anon order 1',
  ...HUGETLB,
};

export interface PinKind {
  readonly path: AnyPath;
  /** FOLL_GET in every kernel. */
  readonly get: 0 | 1;
  /** The device writes the memory; it takes the page for writing. */
  readonly writes: boolean;
  /** The device reads the memory where a test can see it. */
  readonly reads: boolean;
  /** FOLL_WRITE. */
  readonly forWriting: 0 | 1;
  readonly times: number;
  /** FOLL_LONGTERM. */
  readonly longterm: 0 | 1;
  /** The reference goes with the transfer: a read or a write that ends. */
  readonly ends: boolean;
  /**
   * Held by a call that blocks. Measured, not transcribed: beside such a call the mapping of the page has an anon_vma although nothing
   * in it was ever written, so that a fork copies it; most likely the mapping is merged with one that the waiting thread has written.
   */
  readonly blocks: boolean;
}

const pin = (about: Partial<PinKind>): PinKind => ({
  path: pin_user_pages_fast,
  get: 0,
  writes: false,
  reads: false,
  forWriting: 0,
  times: 1,
  longterm: 0,
  ends: false,
  blocks: false,
  ...about,
});

/** What each name in the table stands for; undefined: no reference is taken at all. */
export const PINS: Readonly<Record<string, PinKind | undefined>> = {
  none: undefined,
  uring_read_pipe: undefined,
  uring_fixed: pin({ writes: true, reads: true, forWriting: 1, longterm: 1 }),
  xdp_umem: pin({ forWriting: 1, longterm: 1 }),
  pvm_writev: pin({ writes: true, forWriting: 1, ends: true, blocks: true }),
  pvm_readv: pin({ reads: true, ends: true, blocks: true }),
  fuse_dio_read: pin({ path: bio_iov_iter_get_pages, writes: true, forWriting: 1, ends: true, blocks: true }),
  fuse_dio_write: pin({ path: bio_iov_iter_get_pages, reads: true, blocks: true }),
  loop_dio_read: pin({ path: bio_iov_iter_get_pages, writes: true, forWriting: 1, ends: true, blocks: true }),
  loop_dio_write: pin({ path: bio_iov_iter_get_pages, reads: true, blocks: true }),
  vmsplice: pin({ get: 1, reads: true }),
  vmsplice_x1100: pin({ get: 1, reads: true, times: 1100 }),
  zerocopy_tx: pin({ get: 1, reads: true }),
};

/** Notes the errno that a call answered with. */
export type Answer = (error: Errno) => void;

/** The machine of a measurement: its memory nodes, whether its kernel knows memory failure, and whether debugfs may be used. */
export interface Measured {
  readonly nodes: number;
  readonly memoryFailure: boolean;
  readonly debugfs: boolean;
}

/** Where an operation runs. */
export interface Place extends Measured {
  readonly world: World;
  /** A page with the same contents, where pages are merged. */
  readonly twin: number;
  /** What a row does not tell, here whether the twin is at the higher address: the page that ksmd comes to last becomes the merged one. */
  readonly chosen: () => number;
}
type Operation = (answer: Answer, place: Place) => Item<World>[];

/** madvise() and its like answer with the last call's errno. */
const advice = (title: string, path: AnyPath, locals: Locals = {}) => {
  return (answer: Answer): Item<World> =>
    runs(title, path, locals, (_k, me: { error: Errno }) => {
      if (me.error !== Errno.none) answer(me.error);
    });
};
const pageout = advice('pageout', madvise_cold_or_pageout_pte_range, { pageout: 1 });
const cold = advice('cold', madvise_cold_or_pageout_pte_range);
const free = advice('free', madvise_free_pte_range);
const dontneed = advice('dontneed', madvise_dontneed_single_vma);
const guard = advice('guard', madvise_dontneed_single_vma, { guard: 1 });
const softOffline = advice('soft offline', madvise_inject_error, { soft: 1 });
const protect = (title: string, locals: Locals): Item<World> => runs(title, change_pte_range, locals);
const none = protect('mprotect none', { none: 1 });
const readOnly = protect('mprotect ro', {});
const readWrite = protect('mprotect rw', { write: 1 });
const lock = runs('mlock', populate_vma_page_range, { lock: 1 });
/** To the node that the page is on, or to another: of the first two the one that it is not on. A page on no node goes to the first. */
const moveTo = (title: string, path: AnyPath, other: 0 | 1): Operation => {
  return (answer, { world, nodes }) => {
    // What is measured is not the first of a huge page's small ones.
    const tail = world.is_vm_hugetlb_page(0) && path === do_pages_move ? 1 : 0;
    const missing = (): boolean => other === 1 && nodes === 1 && world.pte(0, 0).frame !== 0;
    const item = advice(title, path)(answer) as Run<World>;
    return [
      {
        ...item,
        args: me => {
          me.other = other === 1 && !missing() ? 1 : 0;
          me.missing = missing() ? 1 : 0;
          if (tail === 1) me.tail = tail;
        },
      },
    ];
  };
};
const touch = runs('read', cpu_access, {});

export const OPS: Readonly<Record<string, Operation>> = {
  none: () => [],
  pageout: answer => [pageout(answer)],
  cold: answer => [cold(answer)],
  free: answer => [free(answer)],
  free_pageout: answer => [free(answer), pageout(answer)],
  dontneed: answer => [dontneed(answer)],
  guard: answer => [guard(answer)],
  mprotect_sub: () => [readOnly],
  munmap: () => [runs('munmap', unmap_region, {})],
  munmap_remap: () => [runs('munmap and mmap', unmap_region, { again: 1 })],
  mprotect_ro_rw: () => [readOnly, readWrite],
  mprotect_none: () => [none],
  mprotect_none_pageout: answer => [none, pageout(answer), readWrite],
  mlock: () => [lock],
  mlock_pageout: answer => [lock, pageout(answer)],
  populate_write: () => [runs('populate', populate_vma_page_range, {})],
  msync_pageout: answer => [...FILE_OPS.msync(answer), pageout(answer)],
  pageout_touch_pageout: answer => [pageout(answer), touch, pageout(answer)],
  swapoff_on: () => [runs('swapoff', try_to_unuse, {})],
  mremap: () => [runs('mremap', move_ptes, {})],
  mremap_dontunmap: () => [runs('mremap', move_ptes, {})],
  uffd_move: answer => [advice('uffd move', move_present_pte)(answer)],
  move_pages_same: moveTo('move_pages', do_pages_move, 0),
  move_pages_other: moveTo('move_pages', do_pages_move, 1),
  mbind_move: moveTo('mbind', do_mbind, 0),
  mbind_other: moveTo('mbind', do_mbind, 1),
  soft_offline: (answer, { memoryFailure }) =>
    memoryFailure ? [softOffline(answer)] : [{ kind: 'do', title: 'soft offline', act: () => answer(Errno.EINVAL) }],
  collapse: answer => [advice('collapse', madvise_collapse)(answer)],
  compact: () => [runs('compact', compact_zone, { mode: MigrateMode.sync })],
  split_debugfs: (answer, { debugfs }) =>
    debugfs ? [runs('split', split_huge_pages_pid, {})] : [{ kind: 'do', title: 'split', act: () => answer(Errno.EPERM) }],
  /** ksmd comes by, and finds a page with the same contents. */
  mergeable: (_, { twin, chosen }) => [
    runs('mergeable', ksm_madvise, { merge: 1 }),
    {
      ...(runs('ksmd', cmp_and_merge_page, {}) as Run<World>),
      args: me => {
        me.page = chosen() === 1 ? twin : 0;
        me.other = chosen() === 1 ? 0 : twin;
      },
    },
  ],
  unmergeable: () => [runs('unmergeable', ksm_madvise, {})],
  uffd_wp: (answer, { world }) => {
    const uffd = { uffd: 1, backing: world.shape.backing[0] };
    return [
      advice('write-protect', change_pte_range, uffd)(answer),
      advice('write-unprotect', change_pte_range, { ...uffd, write: 1 })(answer),
    ];
  },
};

/** What is done, if the model knows it; to a page of a file some of it is another thing. */
export const operationOn = (kind: string, op: string): Operation | undefined => {
  if (kind in HUGETLB) return HUGETLB_OPS[kind][op] ?? OPS[HUGETLB_WHOLE[op] ?? op];
  return (kind in FILES ? FILE_OPS[op] : undefined) ?? OPS[op];
};

/** Operations of which the table's notifier count says something about pins: the model has to agree whether a client was told. */
export const TELLS_CLIENTS: readonly string[] = [
  'pageout',
  'free_pageout',
  'mlock_pageout',
  'msync_pageout',
  'mprotect_none_pageout',
  'pageout_touch_pageout',
  'uffd_wp',
  'uffd_move',
  'collapse',
  ...Object.keys(FORKS),
];

/** Operations that move pages: the model has to agree how often a client was told. */
export const MOVES: readonly string[] = ['move_pages_same', 'move_pages_other', 'mbind_move', 'mbind_other', 'compact', 'soft_offline'];

/** Why a name is not modelled. */
export const REASONS: Readonly<Record<string, string>> = {};
