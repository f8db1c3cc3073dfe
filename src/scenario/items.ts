// Items: a thread's operations as the machine runs them.
import type { AnyPath, Item } from '../machine/index.js';
import {
  __alloc_contig_migrate_range,
  bio_iov_iter_get_pages,
  Client,
  change_prot_numa,
  change_pte_range,
  clear_refs_pte_range,
  cmp_and_merge_page,
  compact_zone,
  cpu_access,
  demote_page_list,
  dma,
  dmirror_migrate,
  do_mbind,
  do_migrate_range,
  do_pages_move,
  dup_mmap,
  exit_mmap,
  generic_fadvise,
  generic_file_direct_write,
  generic_perform_write,
  i915_gem_userptr_put_pages,
  invalidate_mapping_pages,
  io_pin_pages,
  job,
  khugepaged_scan_pmd,
  ksm_madvise,
  kvm_mmu_map,
  MigrateMode,
  madvise_behavior,
  madvise_cold_or_pageout_pte_range,
  madvise_collapse,
  madvise_dontneed_single_vma,
  madvise_free_pte_range,
  madvise_inject_error,
  madvise_remove,
  mcopy_atomic_pte,
  memory_failure,
  move_present_pte,
  move_ptes,
  munlock_vma_pages_range,
  offline_pages,
  pin_user_pages_fast,
  populate_vma_page_range,
  remove_inode_hugepages,
  shrink_inactive_list,
  split_huge_pages_pid,
  truncate_inode_pages_range,
  try_to_unuse,
  unmap_region,
  unpin_user_page,
  userfaultfd_register,
  type World,
  write_cache_pages,
  xfs_file_remap_range,
} from '../model/index.js';
import { type Answered, answer } from './answered.js';
import { writes } from './contents.js';
import { KNOW_DAX } from './dax.js';
import { KNOW_HUGETLB } from './hugetlb.js';
import { NOT_OF_JOURNAL } from './journal.js';
import { KNOW_LARGE } from './large.js';
import { orderOf, pagesNamed } from './pages.js';
import { type Predicate, predicate, type Scope } from './predicate.js';
import { birthsOf, processIndex, userThreads } from './shape.js';
import type { Actor, Memory, Op, VerbOp } from './syntax.js';

/** `loop N` is written out that often; more would only make the program longer. */
const UNROLL_MAX = 64;

/** An operation that the grammar knows and this model does not. */
export class Unsupported extends Error {
  constructor(
    message: string,
    readonly op: Op,
  ) {
    super(message);
  }
}

/** The items of one thread. Loops without a count jump back; either chooses. */
export function itemsOf(thread: string, actor: Actor, ops: readonly Op[], scope: Scope): Item<World>[] {
  const items: Item<World>[] = [];
  const exits: number[] = [];
  const mm = actor.kind === 'kthread' ? 0 : processIndex(actor.process.value);
  if (birthsOf(scope.file).some(({ child }) => child === mm))
    items.push({ kind: 'until', title: `wait until mm${mm} is there`, ready: k => k.alive(mm) });
  const emit = (list: readonly Op[]): void => {
    for (const op of list) {
      switch (op.kind) {
        case 'verb':
          items.push(run(thread, actor, op, scope));
          break;
        case 'wait': {
          const ready: Predicate = predicate(op.until, scope);
          items.push({ kind: 'until', title: 'wait until …', ready });
          break;
        }
        case 'loop': {
          const start = items.length;
          if (op.times === undefined) {
            emit(op.body);
            items.push({ kind: 'jump', to: start });
          } else {
            if (op.times > UNROLL_MAX)
              throw new Unsupported(`a loop of ${op.times} rounds is longer than ${UNROLL_MAX}: leave the count out`, op);
            for (let n = 0; n < op.times; n++) emit(op.body);
          }
          break;
        }
        case 'either':
          either(op.ways);
          break;
        case 'exit':
          // The last thread of a process takes its memory along; a device or a kernel thread just stops.
          if (actor.kind === 'task') items.push({ kind: 'run', title: 'exit', path: exit_mmap, args: me => void (me.mm = mm) });
          exits.push(items.length);
          items.push({ kind: 'jump', to: 0 });
          break;
      }
    }
  };
  const either = (ways: readonly (readonly Op[])[]): void => {
    const fork = items.length;
    items.push({ kind: 'jump', to: 0 });
    const ends: number[] = [];
    const targets = ways.map(way => {
      const start = items.length;
      emit(way);
      ends.push(items.length);
      items.push({ kind: 'jump', to: 0 });
      return start;
    });
    items[fork] = { kind: 'either', title: 'either', targets };
    for (const end of ends) items[end] = { kind: 'jump', to: items.length };
  };
  emit(ops);
  for (const exit of exits) items[exit] = { kind: 'jump', to: items.length };
  return items;
}

/** What a monitor does about missing pages. */
const OF_ANON: readonly string[] = ['uffd-missing', 'uffd-copy'];

/** What is done to a file, by whoever has it open, and not to a mapping of it. */
const OF_FILES: readonly string[] = [
  'buffered-write',
  'direct-write',
  'writeback',
  'fsync',
  'fadvise',
  'drop-caches',
  'truncate',
  'punch-hole',
  'reflink',
];

/** An address that its process has not mapped: most likely another process was meant. */
function refuseElsewhere(actor: Exclude<Actor, { kind: 'kthread' }>, { name, processes }: Memory, mms: number, op: VerbOp): void {
  const own = actor.process.value;
  if (((mms >>> processIndex(own)) & 1) === 1) return;
  const mapped = processes.map(({ value }) => value);
  const say = actor.kind === 'device' ? `let ${actor.device} watch a process that has it` : `let the thread run in a process that has it`;
  throw new Unsupported(`${name} is in ${mapped.join(', ')} and this acts in ${own}: ${say}, or write "${name}: … in ${own}"`, op);
}

/** enum migrate_mode, as an operation's words say it. */
const modeOf = (has: (word: string) => boolean): MigrateMode =>
  has('async') ? MigrateMode.async : has('light') ? MigrateMode.sync_light : MigrateMode.sync;

function run(thread: string, actor: Actor, op: VerbOp, scope: Scope): Item<World> {
  const { file, world, contents } = scope;
  const has = (word: string): boolean => op.words.some(({ value }) => value === word);
  const pages = op.page === undefined ? undefined : pagesNamed(file, op.page.value);
  const page = pages?.first ?? 0;
  const other = op.other === undefined ? page : pagesNamed(file, op.other.value).first;
  const more = pages === undefined ? 0 : pages.count - 1;
  const mm = actor.kind === 'kthread' ? 0 : processIndex(actor.process.value);
  const ofFile = OF_FILES.includes(op.verb.value);
  if (OF_ANON.includes(op.verb.value) && world.fileBacked(page))
    throw new Unsupported(`"${op.verb.value}" is modelled for memory of kind anon only`, op);
  if (ofFile && !world.fileBacked(page)) throw new Unsupported(`"${op.verb.value}" is for memory of kind shmem or file`, op);
  if (op.verb.value === 'direct-write' && !world.tracksDirty(page))
    throw new Unsupported('"direct-write" is for memory of kind file: tmpfs has no direct I/O', op);
  if (op.verb.value === 'reflink' && (!world.copiesOnWrite(page) || !world.copiesOnWrite(other)))
    throw new Unsupported('"reflink" is for two files of xfs or btrfs', op);
  if (actor.kind !== 'kthread' && pages !== undefined && !ofFile) refuseElsewhere(actor, pages.memory, world.shape.vmas[page], op);
  if (pages !== undefined && orderOf(pages.memory) > 0 && !KNOW_LARGE.includes(op.verb.value))
    throw new Unsupported(`"${op.verb.value}" of a large page is not modelled yet; leave "order" and "thp" out`, op);
  if (pages?.memory.filesystem?.value === 'dax' && !KNOW_DAX.includes(op.verb.value))
    throw new Unsupported(`"${op.verb.value}" of a page of fs-DAX is not modelled`, op);
  if (pages?.memory.filesystem?.value === 'ext4-journal' && NOT_OF_JOURNAL.includes(op.verb.value))
    throw new Unsupported(`"${op.verb.value}" of a page of ext4-journal is not modelled`, op);
  if (op.verb.value === 'numa-scan' && more > 0 && world.fileBacked(page))
    throw new Unsupported('"numa-scan" of a large page of a file is not modelled yet; leave "order" and "thp" out', op);
  const hugetlb = pages !== undefined && world.is_vm_hugetlb_page(page);
  const inFile = op.verb.value === 'memory-failure' && world.vma(mm, page).shared === 1;
  if (hugetlb && (inFile || !KNOW_HUGETLB.includes(op.verb.value)))
    throw new Unsupported(`"${op.verb.value}" of a page of hugetlbfs is not modelled yet, or means nothing`, op);
  const cpu = Math.max(
    0,
    userThreads(file).findIndex(({ name }) => name === thread),
  );
  const title = [
    op.verb.value,
    op.page?.value,
    op.process?.value,
    op.other?.value,
    ...op.words.map(({ value }) => value),
    op.count > 1 ? `x${op.count}` : undefined,
  ]
    .filter(word => word !== undefined)
    .join(' ');
  const device = actor.kind === 'device' ? file.devices.findIndex(({ name }) => name === actor.device) : 0;
  const content = writes(op) ? contents.writtenBy(thread, op.n) : 0;
  const result = scope.results.of(thread, op.n);
  const keep =
    result === undefined
      ? undefined
      : (_k: World, me: Answered): void => {
          result.known = 1;
          result.value = answer(me, op.verb.value === 'memory-failure');
        };
  const make = (path: AnyPath, locals: Readonly<Record<string, number>>): Item<World> => {
    const entries = Object.entries(locals).filter(([, value]) => value !== 0);
    return {
      kind: 'run',
      title,
      path,
      args: me => {
        for (const [name, value] of entries) me[name] = value;
      },
      got: keep,
    };
  };
  /** ksmd comes to a page in the first process that has it. */
  const homeOf = (of: number): number => 31 - Math.clz32(world.shape.vmas[of] & -world.shape.vmas[of]);
  switch (op.verb.value) {
    case 'read':
      return make(cpu_access, { mm, cpu, page });
    case 'write':
      return make(cpu_access, { mm, cpu, page, write: 1, content });
    case 'reclaim':
      return make(shrink_inactive_list, { page, kswapd: actor.kind === 'kthread' ? 1 : 0 });
    case 'cold':
      return make(madvise_cold_or_pageout_pte_range, { mm, page, more });
    case 'pageout':
      return make(madvise_cold_or_pageout_pte_range, { mm, page, more, pageout: 1 });
    case 'numa-scan':
      return make(change_prot_numa, { mm, page, more });
    case 'cma':
      return make(__alloc_contig_migrate_range, { page });
    case 'offline':
      return make(offline_pages, { page });
    case 'demote':
      return make(demote_page_list, { page });
    case 'collapse':
      if (!world.shape.huge[page] && !world.fileBacked(page))
        throw new Unsupported('"collapse" is for a range that can be a huge page: memory that is "thp"', op);
      return make(actor.kind === 'kthread' ? khugepaged_scan_pmd : madvise_collapse, { mm, page, more });
    case 'move-pages':
      return make(do_pages_move, { mm, page, other: 1 });
    case 'mbind':
      return make(do_mbind, { mm, page, more, other: 1 });
    case 'compact':
      return make(compact_zone, { page, mode: has('async') ? MigrateMode.async : has('sync') ? MigrateMode.sync : MigrateMode.sync_light });
    case 'migrate':
      return make(do_migrate_range, { page, mode: modeOf(has) });
    case 'dontneed':
      return make(madvise_dontneed_single_vma, { mm, page, more });
    case 'guard':
      return make(madvise_dontneed_single_vma, { mm, page, more, guard: 1 });
    case 'munmap':
      return make(unmap_region, { mm, page, more });
    case 'mmap':
      return make(unmap_region, { mm, page, more, again: 1 });
    case 'mergeable':
      return make(ksm_madvise, { mm, page, merge: 1 });
    case 'unmergeable':
      return make(ksm_madvise, { mm, page });
    case 'ksm':
      return make(cmp_and_merge_page, { mm: homeOf(page), page, other_mm: homeOf(other), other });
    case 'mprotect':
      return make(change_pte_range, { mm, page, more, write: has('rw') ? 1 : 0, none: has('none') ? 1 : 0 });
    case 'split':
      return make(split_huge_pages_pid, { mm, page });
    case 'clear-refs':
      return make(clear_refs_pte_range, { mm, page, more });
    case 'uffd-wp':
      return make(change_pte_range, { mm, page, more, uffd: 1, backing: world.shape.backing[page], write: has('off') ? 1 : 0 });
    case 'uffd-missing':
      return make(userfaultfd_register, { mm, page, on: has('on') ? 1 : 0 });
    case 'uffd-copy':
      return make(mcopy_atomic_pte, { mm, page, content });
    case 'uffd-move':
      return make(move_present_pte, { mm, page, to: other, more });
    case 'mremap':
      return make(move_ptes, { mm, page, more });
    case 'mlock':
      return make(populate_vma_page_range, { mm, page, more, lock: 1 });
    case 'munlock':
      return make(munlock_vma_pages_range, { mm, page });
    case 'populate':
      return make(populate_vma_page_range, { mm, page, more });
    case 'swapoff':
      return make(try_to_unuse, { mm, page });
    case 'fork':
      return make(dup_mmap, { mm, child: op.process === undefined ? 0 : processIndex(op.process.value) });
    case 'dontfork':
      return make(madvise_behavior, { mm, page, more, dontfork: 1 });
    case 'dofork':
      return make(madvise_behavior, { mm, page, more });
    case 'wipeonfork':
      return make(madvise_behavior, { mm, page, more, wipeonfork: 1 });
    case 'buffered-write':
      return make(generic_perform_write, { page, content });
    case 'direct-write':
      return make(generic_file_direct_write, { page, content });
    case 'writeback':
      return make(write_cache_pages, { page, more });
    case 'fsync':
      return make(write_cache_pages, { page, more, sync: 1 });
    case 'fadvise':
      return make(generic_fadvise, { page, more });
    case 'drop-caches':
      return make(invalidate_mapping_pages, { page, more });
    case 'truncate':
      return hugetlb
        ? make(remove_inode_hugepages, { page })
        : make(truncate_inode_pages_range, { page, more: world.shape.first[page] + world.shape.count[page] - 1 - page, truncate: 1 });
    case 'punch-hole':
      return hugetlb ? make(remove_inode_hugepages, { page }) : make(truncate_inode_pages_range, { page, more });
    case 'reflink':
      return make(xfs_file_remap_range, { page, other });
    case 'remove':
      return make(madvise_remove, { mm, page, more });
    case 'free':
      return make(madvise_free_pte_range, { mm, page, more });
    case 'pin': {
      const direct = world.shape.devices[device].kind.holds === 'dio';
      const locals = {
        device,
        mm,
        page,
        write: has('read') ? 0 : 1,
        fast_only: has('fast') ? 1 : 0,
        longterm: has('longterm') ? 1 : 0,
        force: has('force') ? 1 : 0,
        times: op.count,
      };
      if (world.shape.devices[device].kind.name === 'uring' && world.tracksDirty(page)) return make(io_pin_pages, locals);
      return make(direct ? bio_iov_iter_get_pages : pin_user_pages_fast, locals);
    }
    case 'get':
      return make(pin_user_pages_fast, { device, mm, page, write: has('write') ? 1 : 0, get: 1, times: op.count });
    case 'unpin': {
      // The driver of an i915 shares this with its notifier callback.
      const { client } = world.shape.devices[device].kind;
      const put = client === Client.i915_unpins || client === Client.i915_keeps ? i915_gem_userptr_put_pages : unpin_user_page;
      return make(put, { device, page, make_dirty: has('dirty') ? 1 : 0 });
    }
    case 'dma':
      return make(dma, { device, page, write: has('write') ? 1 : 0, content });
    case 'memory-failure': {
      const locals = { mm, page, early: has('early') ? 1 : 0, must_kill: has('must-kill') ? 1 : 0 };
      return make(actor.kind === 'kthread' ? memory_failure : madvise_inject_error, locals);
    }
    case 'map':
      return make(kvm_mmu_map, { device, mm, page });
    case 'soft-offline':
      return make(madvise_inject_error, { mm, page, soft: 1 });
    case 'to-device':
      return make(dmirror_migrate, { mm, page });
    case 'submit':
      return make(job, { device, busy: 1 });
    case 'retire':
      return make(job, { device });
  }
  throw new Unsupported(`"${op.verb.value}" is a word of the grammar that no path stands for yet`, op);
}
