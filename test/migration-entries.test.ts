// Migration entries: whoever meets one waits or lets it be, and what comes back is what was there.
import { describe, expect, it } from 'vitest';
import { explore } from '../src/check/index.js';
import { composed, KERNELS } from '../src/history/index.js';
import { type AnyPath, type Item, Machine } from '../src/machine/index.js';
import {
  change_pte_range,
  cpu_access,
  DEVICE_KINDS,
  madvise_dontneed_single_vma,
  PROPERTIES,
  pin_user_pages_fast,
  remove_migration_ptes,
  See,
  try_to_migrate,
  try_to_unmap,
  unpin_user_page,
  World,
} from '../src/model/index.js';
import { BACKGROUND, prepareMemory } from '../src/scenario/index.js';

const placed = <T>(value: T) => ({ value, at: { line: 1, col: 1, endCol: 1 } });
const runs = (path: AnyPath, locals: Readonly<Record<string, number>> = {}): Item<World> => ({
  kind: 'run',
  title: path.name,
  path,
  args: me => {
    for (const [name, value] of Object.entries(locals)) me[name] = value;
  },
});

/** A page is unmapped to migration entries and mapped back, against a rival. Gives what was seen, and how the entry came out. */
function against(kernelName: string, rival: readonly Item<World>[], watch: (world: World) => boolean = () => false) {
  const kernel = composed(KERNELS.find(({ name }) => name === kernelName)!);
  const uring = DEVICE_KINDS.find(({ name }) => name === 'uring')!;
  const world = new World({
    bias: 1024,
    pages: ['A'],
    first: [0],
    count: [1],
    huge: [false],
    backing: [0],
    mms: 1,
    vmas: [1],
    cpus: [2],
    frames: 3,
    slots: 1,
    devices: [{ name: 'nic', kind: uring, mm: 0 }],
    stableWrites: false,
    swapMayFill: false,
    forks: false,
    countNotified: false,
    zeroPage: false,
    cow: [true],
    secret: [false],
    migrates: true,
    memoryFailure: false,
    deviceMemory: false,
    zones: false,
    refMax: 5000,
  });
  const page = {
    name: 'A',
    kind: placed('anon'),
    processes: [placed('mm0')],
    sharing: undefined,
    state: undefined,
    order: undefined,
    zone: undefined,
    thp: undefined,
    pteMapped: undefined,
  };
  prepareMemory(world, kernel, { ...page, at: placed(0).at }, 0);
  world.preparing = false;
  const pte = world.pte(0, 0);
  const { frame } = pte;
  const lock = (locked: number): Item<World> => ({
    kind: 'do',
    title: 'lock',
    act: k => {
      k.folio(frame).locked = locked;
      k.folio(frame).ref += locked === 1 ? 1 : -1;
    },
  });
  const old = KERNELS.findIndex(({ name }) => name === kernelName) < KERNELS.findIndex(({ name }) => name === 'v5.15');
  const unmap = old ? runs(try_to_unmap, { folio: frame, migration: 1 }) : runs(try_to_migrate, { folio: frame });
  const items = [lock(1), unmap, runs(remove_migration_ptes, { old: frame, new: frame }), lock(0)];
  const machine = new Machine(world, world.u, world.layout, kernel.links, [
    { name: 'migration', items },
    { name: 'rival', items: rival },
    ...BACKGROUND,
  ]);
  let watched = false;
  const ends = new Set<string>();
  const search = explore(machine, {
    observations: PROPERTIES.length,
    statesMax: 100_000,
    inspect: () => {
      watched ||= watch(world);
    },
    rest: end => {
      world.rest(end === 'stuck');
      ends.add(`${end} ${pte.frame === frame ? 'same' : pte.frame === 0 ? 'none' : 'other'} ${pte.write === 1 ? 'rw' : 'ro'}`);
    },
  });
  const seen = (bit: See): boolean => search.tallies[bit].seen > 0;
  return { ends: [...ends].sort(), seen, watched, bound: search.bound };
}

const ALL = KERNELS.map(({ name }) => name);

describe('a page behind migration entries', () => {
  it.each(ALL)('%s: a store waits, and finds the page', name => {
    const { ends, seen, watched } = against(name, [runs(cpu_access, { cpu: 1, write: 1, content: 2 })], k => k.pte(0, 0).migration !== 0);
    expect(watched).toBe(true);
    expect(ends).toEqual(['done same rw']);
    for (const bit of [See.CNT, See.LIVE, See.DIRT, See.COH, See.deadlock]) expect(seen(bit)).toBe(false);
  });

  it.each(ALL)('%s: a pin is taken before or after, and counted', name => {
    const rival = [runs(pin_user_pages_fast, { write: 1 }), runs(unpin_user_page)];
    const { ends, seen } = against(name, rival);
    expect(ends).toEqual(['done same rw']);
    for (const bit of [See.CNT, See.LIVE, See.DIRT, See.COH, See.deadlock, See.pinCleared]) expect(seen(bit)).toBe(false);
  });

  it.each(ALL)('%s: a zap takes the entry away', name => {
    const { ends, seen } = against(name, [runs(madvise_dontneed_single_vma)]);
    expect(ends).toEqual(['done none ro']);
    for (const bit of [See.CNT, See.LIVE, See.deadlock]) expect(seen(bit)).toBe(false);
  });

  it.each(['v5.8', 'v5.18', 'v6.12'])('%s: mprotect(PROT_READ) reaches the entry', name => {
    expect(against(name, [runs(change_pte_range)]).ends).toEqual(['done same ro']);
  });
});
