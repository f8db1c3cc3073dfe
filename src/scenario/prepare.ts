// Preparation: brings the memory of a scenario into the state its file asks for, by running the kernel's own paths.

import type { Composed } from '../history/index.js';
import { type Item, Machine } from '../machine/index.js';
import {
  __split_huge_pmd,
  Backing,
  change_pte_range,
  cpu_access,
  do_huge_pmd_anonymous_page,
  fileContent,
  generic_perform_write,
  initialContent,
  lru_add_drain,
  madvise_free_pte_range,
  shrink_inactive_list,
  swap_io,
  type World,
  Zone,
} from '../model/index.js';
import { orderOf } from './pages.js';
import { processIndex } from './shape.js';
import type { Memory } from './syntax.js';

/** Transitions that a preparation may take before it counts as going nowhere. */
const MOVES_MAX = 5_000;

/** The state cannot be reached on this kernel. */
export class CannotStart extends Error {}

/** Lets I/O complete and batches drain: nobody is at work but them. */
export const BACKGROUND = [
  { name: 'swap I/O', items: [{ kind: 'run', title: 'swap I/O', path: swap_io, args: () => {} }], background: true },
  { name: 'LRU drain', items: [{ kind: 'run', title: 'LRU drain', path: lru_add_drain, args: () => {} }], background: true },
] as const;

/** Runs items one after the other, nobody in between, and lets everything settle. Returns the labels used, as nodes of its machine. */
export function runAlone(world: World, kernel: Composed, items: readonly Item<World>[], what: string): Machine<World> {
  const machine = new Machine(world, world.u, world.layout, kernel.links, [{ name: 'setup', items }, ...BACKGROUND]);
  let moves = 0;
  const fire = (t: number): boolean => {
    let choice = 0;
    do {
      if (machine.fire(t, choice)) return true;
    } while (++choice < world.width);
    return false;
  };
  const settle = (): void => {
    while (fire(1) || fire(2)) count();
  };
  const count = (): void => {
    if (++moves > MOVES_MAX) throw new CannotStart(`${what} does not end on ${kernel.name}`);
  };
  while (!machine.over(0)) {
    const before = machine.at(0).item;
    if (!fire(0)) {
      const { frames } = world.shape;
      settle();
      if (!fire(0)) throw new CannotStart(`${what} is blocked on ${kernel.name} (${frames} frames, ${world.shape.slots} swap slots)`);
    }
    count();
    if (machine.over(0) || machine.at(0).item !== before) settle();
  }
  settle();
  // The threads' words are this machine's own: leave none of them behind.
  world.u.fill(0, world.layout.words);
  return machine;
}

const access = (mm: number, page: number, content: number): Item<World> => ({
  kind: 'run',
  title: content === 0 ? 'read' : 'write',
  path: cpu_access,
  args: me => {
    me.mm = mm;
    me.page = page;
    me.write = content === 0 ? 0 : 1;
    me.content = content;
  },
});
const reclaim = (page: number): Item<World> => ({
  kind: 'run',
  title: 'reclaim',
  path: shrink_inactive_list,
  args: me => {
    me.page = page;
  },
});
const writeFile = (page: number, content: number): Item<World> => ({
  kind: 'run',
  title: 'buffered-write',
  path: generic_perform_write,
  args: me => {
    me.page = page;
    me.content = content;
  },
});
const free = (mm: number, page: number): Item<World> => ({
  kind: 'run',
  title: 'free',
  path: madvise_free_pte_range,
  args: me => {
    me.mm = mm;
    me.page = page;
  },
});
const protect = (mm: number, page: number, none: 0 | 1): Item<World> => ({
  kind: 'run',
  title: 'mprotect',
  path: change_pte_range,
  args: me => {
    me.mm = mm;
    me.page = page;
    me.none = none;
  },
});

/** A folio of several pages, which a THP maps at once. */
const large = (mm: number, page: number, order: number, pmd: number): Item<World> => ({
  kind: 'run',
  title: 'touch',
  path: do_huge_pmd_anonymous_page,
  args: me => {
    me.mm = mm;
    me.page = page;
    me.order = order;
    me.pmd = pmd;
  },
});
const splitPmd = (mm: number, page: number, count: number): Item<World> => ({
  kind: 'run',
  title: 'split the PMD',
  path: __split_huge_pmd,
  args: me => {
    me.mm = mm;
    me.page = page;
    me.more = count - 1;
  },
});

/** One page of memory, or a large one, whose first page is given. Returns the machines that ran for it. */
export function prepareMemory(world: World, kernel: Composed, memory: Memory, page: number): Machine<World>[] {
  const mms = memory.processes.map(({ value }) => processIndex(value));
  const machines: Machine<World>[] = [];
  const alone = (...items: Item<World>[]): void => {
    machines.push(runAlone(world, kernel, items, `"${memory.name}: ${memory.kind.value}"`));
  };
  if (world.is_vm_hugetlb_page(page)) {
    prepareHugetlb(world, memory, page, alone);
    return machines;
  }
  if (world.fileBacked(page)) {
    prepareFile(world, kernel, memory, page, alone);
    return machines;
  }
  const order = orderOf(memory);
  const count = 1 << order;
  const state = memory.state?.value;
  if (memory.kind.value === 'devzero') for (const mm of mms) world.vma(mm, page).readonly = 1;
  if (order > 0) alone(large(mms[0], page, order, memory.thp === undefined ? 0 : 1));
  if (memory.pteMapped !== undefined) alone(splitPmd(mms[0], page, count));
  // A page that was only read is the zero page; the map of a read-only /dev/zero is never anything else.
  const written = state !== 'zeropage' && memory.kind.value !== 'devzero';
  for (let n = page; n < page + count && state !== 'untouched'; n++)
    alone(access(mms[0], n, written ? initialContent(world.shape.alike?.[n] ?? n) : 0));
  for (let n = page; n < page + count; n++) share(world, mms, n);
  if (memory.zone !== undefined)
    for (let n = page; n < page + count; n++)
      world.page(world.pte(mms[0], n).frame).zone = memory.zone.value === 'cma' ? Zone.cma : Zone.movable;
  const readAll = mms.map(mm => access(mm, page, 0));
  const pte = world.pte(mms[0], page);
  // memfd_secret() locks its memory.
  if (memory.kind.value === 'secretmem') lock(world, mms, page);
  switch (state) {
    case undefined:
    case 'dirty':
    case 'zeropage':
    case 'untouched':
      break;
    case 'mergeable':
      for (const mm of mms) {
        world.vma(mm, page).mergeable = 1;
        world.vma(mm, page).split = 1;
      }
      break;
    case 'readonly':
    case 'protnone':
      alone(...mms.map(mm => protect(mm, page, state === 'protnone' ? 1 : 0)));
      break;
    case 'mlocked':
      lock(world, mms, page);
      break;
    case 'lazyfree':
      alone(free(mms[0], page));
      need(pte.frame !== 0 && world.folio(pte.frame).swapbacked === 0, memory, kernel, 'MADV_FREE left it an ordinary page');
      break;
    case 'swapcache':
      alone(reclaim(page), ...readAll);
      need(inSwapCache(world, pte.frame), memory, kernel, STAYED_NOT);
      break;
    case 'swapped':
      alone(reclaim(page), reclaim(page));
      need(onSwap(world, pte.swap), memory, kernel, FREED_NOT);
      break;
    case 'clean':
      throw new CannotStart(`"${memory.name}: anon clean": anonymous memory that was written is dirty; leave "clean" out`);
  }
  return machines;
}

/** As mlock() leaves a page. */
function lock(world: World, mms: readonly number[], page: number): void {
  world.folio(world.pte(mms[0], page).frame).mlocked = 1;
  for (const mm of mms) {
    world.vma(mm, page).locked = 1;
    world.vma(mm, page).split = 1;
  }
}

function need(met: boolean, memory: Memory, kernel: Composed, why: string): void {
  if (!met)
    throw new CannotStart(`"${memory.name}: ${memory.kind.value} ${memory.state?.value}" cannot be set up on ${kernel.name}: ${why}`);
}

const inSwapCache = (world: World, frame: number): boolean => frame !== 0 && world.folio(frame).swapcache === 1;
const onSwap = (world: World, slot: number): boolean => slot !== 0 && world.slot(slot).frame === 0;
const STAYED_NOT = 'it did not stay in the swap cache';
const FREED_NOT = 'reclaim did not free it';

/** As fork() leaves a page: read-only everywhere, nobody's alone. */
function share(world: World, mms: readonly number[], page: number): void {
  if (mms.length === 1) return;
  const first = world.pte(mms[0], page);
  if (first.frame === 0) {
    for (const mm of mms.slice(1)) world.pte(mm, page).zero = first.zero;
    return;
  }
  const folio = world.folio(first.frame);
  first.write = 0;
  world.page(first.frame).anon_exclusive = 0;
  for (const mm of mms.slice(1)) {
    const pte = world.pte(mm, page);
    pte.frame = first.frame;
    pte.pmd = first.pmd;
    pte.dirty = first.dirty;
    pte.own = first.own;
    pte.expected = first.expected;
    // A PMD is one mapping of all its pages: counted with the first.
    if (first.pmd === 0) world.page(first.frame).mapcount++;
    else if (first.frame === world.head(first.frame)) folio.entire_mapcount++;
    if (first.pmd === 0 || first.frame === world.head(first.frame)) folio.ref++;
    folio.anon_vma |= 1 << mm;
    world.anon_vma_prepare(mm, page);
  }
}

/** A page of hugetlbfs: private unless it says shared, and written unless it is untouched. The first process made the mapping. */
function prepareHugetlb(world: World, memory: Memory, page: number, alone: (...items: Item<World>[]) => void): void {
  const mms = memory.processes.map(({ value }) => processIndex(value));
  const shared = memory.sharing?.value === 'shared';
  const state = memory.state?.value;
  if (state !== undefined && !['dirty', 'untouched', 'readonly', 'protnone'].includes(state))
    throw new CannotStart(`"${memory.name}: hugetlb ${state}": a page of hugetlbfs is dirty, untouched, readonly or protnone`);
  for (const mm of mms) world.vma(mm, page).shared = shared ? 1 : 0;
  world.vma(mms[0], page).resv_owner = shared ? 0 : 1;
  if (state === 'untouched') return;
  alone(access(mms[0], page, initialContent(page)));
  if (shared) alone(...mms.map(mm => access(mm, page, 0)));
  else share(world, mms, page);
  if (memory.zone !== undefined) world.page(world.pte(mms[0], page).frame).zone = memory.zone.value === 'cma' ? Zone.cma : Zone.movable;
  if (state === 'readonly' || state === 'protnone') alone(...mms.map(mm => protect(mm, page, state === 'protnone' ? 1 : 0)));
}

/** A page of a file, mapped by all its processes: shared unless it says private, and written through the mapping unless it says clean. */
function prepareFile(world: World, kernel: Composed, memory: Memory, page: number, alone: (...items: Item<World>[]) => void): void {
  const mms = memory.processes.map(({ value }) => processIndex(value));
  const shared = memory.sharing?.value !== 'private';
  const state = memory.state?.value ?? (shared ? 'dirty' : 'clean');
  const written = state !== 'clean' && !(state === 'mlocked' && !shared);
  const pages = Array.from({ length: 1 << orderOf(memory) }, (_, n) => page + n);
  for (const n of pages) {
    for (const mm of mms) world.vma(mm, n).shared = shared ? 1 : 0;
    // What is in the file before anybody maps it: older than what is written through a mapping.
    const older = written ? fileContent(n, world.shape.pages.length) : initialContent(n);
    if (world.shape.backing[n] === Backing.shmem) alone(writeFile(n, older));
    else {
      const cached = world.cached(n);
      cached.content = older;
      cached.allocated = 1;
      cached.expected = older;
    }
  }
  const readAll = pages.flatMap(n => mms.map(mm => access(mm, n, 0)));
  const writers = shared ? mms.slice(0, 1) : mms;
  if (written) for (const n of pages) alone(...writers.map(mm => access(mm, n, initialContent(n))));
  alone(...readAll);
  const pte = world.pte(mms[0], page);
  const cached = world.cached(page);
  switch (state) {
    case 'dirty':
    case 'clean':
      break;
    case 'mlocked':
      lock(world, mms, page);
      break;
    case 'swapcache':
      // A page of tmpfs leaves the swap cache when it is read back; a private copy stays there.
      alone(reclaim(page), ...readAll);
      if (!shared) need(inSwapCache(world, pte.frame), memory, kernel, STAYED_NOT);
      break;
    case 'swapped':
      alone(reclaim(page), reclaim(page));
      need(onSwap(world, shared ? cached.swap : pte.swap), memory, kernel, FREED_NOT);
      break;
    case 'lazyfree':
      throw new CannotStart(`"${memory.name}: ${memory.kind.value} lazyfree": MADV_FREE is for anonymous mappings`);
  }
}
