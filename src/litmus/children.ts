// Children: the processes that a case forks, before it takes its reference or afterwards, and what they see in the end.
import { type Item, type Of, type Run, record } from '../machine/index.js';
import { cpu_access, dup_mmap, exit_mmap, initialContent, madvise_behavior, type World, ZEROES } from '../model/index.js';
import { type Locals, runs } from './item.js';

/** The child that the kind of page brings, and the one that the operation forks. */
const EARLIER = 1;
const LATER = 2;
/** Processes of a case in which anybody forks. */
export const FAMILY = 3;

const fork = (child: number): Item<World> => runs('fork', dup_mmap, { child });
const exit = (mm: number): Item<World> => runs('exit', exit_mmap, { mm });
const advise = (title: string, locals: Locals): Item<World> => runs(title, madvise_behavior, locals);

/** What a kind of page has been through before anybody takes a reference. */
export const PAST: Readonly<Record<string, readonly Item<World>[]>> = {
  anon_forked: [fork(EARLIER)],
  thp_forked: [fork(EARLIER)],
  anon_wasforked: [fork(EARLIER), exit(EARLIER)],
};

/** Kinds whose child is there until the end. */
const CHILD_STAYS: readonly string[] = ['anon_forked', 'thp_forked'];

interface ForkOp {
  readonly before: readonly Item<World>[];
  /** What the child does at once. */
  readonly child: 'stays' | 'exits' | 'writes' | 'reads';
}

/** Operations that fork. */
export const FORKS: Readonly<Record<string, ForkOp>> = {
  fork_stay: { before: [], child: 'stays' },
  fork_exit: { before: [], child: 'exits' },
  fork_cw: { before: [], child: 'writes' },
  dontfork_fork: { before: [advise('MADV_DONTFORK', { dontfork: 1 })], child: 'reads' },
  wipeonfork_fork: { before: [advise('MADV_WIPEONFORK', { wipeonfork: 1 })], child: 'reads' },
};

/** What has been noted of the child that is looked at. */
export const Child = record('Child', { found: 2, first: 6, read: 6, noRead: 1, last: 4 });
type Child = Of<typeof Child.fields>;

const enum Found {
  nothing = 0,
  ownCopy = 1,
  sharesPfn = 2,
  swap = 3,
}
const FOUND: readonly string[] = ['absent', 'own-copy', 'shares-pfn', 'swap'];

/** The script of one operation that forks. What the child has is looked at before it does anything. */
export function forking(op: string, world: World, child: Child, content: number, answer: (error: number) => void): Item<World>[] {
  const { child: does } = FORKS[op];
  const before = FORKS[op].before.map(
    (item): Item<World> => ({
      ...(item as Run<World>),
      got: (_k, me) => {
        if (me.error !== 0) answer(me.error);
      },
    }),
  );
  // What cannot be asked for is not measured: MADV_WIPEONFORK is refused where a file is.
  if (op === 'wipeonfork_fork' && world.fileBacked(0)) return before;
  const look: Item<World> = {
    kind: 'do',
    title: 'what the child has',
    act: () => {
      const own = world.mapped(LATER, 0);
      // What a fault would bring it from its file is what it has, too.
      const there = own === 0 && world.fileBacked(0) ? world.inCache(0) : own;
      child.first = there === 0 ? ZEROES : world.page(there).content;
      child.found =
        own === 0
          ? world.pte(LATER, 0).swap === 0
            ? Found.nothing
            : Found.swap
          : own === world.mapped(0, 0)
            ? Found.sharesPfn
            : Found.ownCopy;
    },
  };
  const then = {
    stays: [],
    exits: [exit(LATER)],
    writes: [runs('write by the child', cpu_access, { mm: LATER, cpu: LATER, write: 1, content })],
    reads: [runs('read by the child', cpu_access, { mm: LATER, cpu: LATER })],
  }[does];
  return [...before, fork(LATER), look, ...then];
}

/** The child that is there at the end reads; nothing where none is. */
export function lastRead(kind: string, op: string, world: World, child: Child): Item<World>[] {
  const who = op in FORKS ? (FORKS[op].child === 'exits' ? 0 : LATER) : CHILD_STAYS.includes(kind) ? EARLIER : 0;
  if (who === 0) return [];
  return [
    runs('last read by the child', cpu_access, { mm: who, cpu: who }, (_k, me: { content: number; segv: number }) => {
      child.read = me.content;
      child.noRead = me.segv;
    }),
    {
      kind: 'do',
      title: 'where the child is',
      act: () => {
        child.last = world.mapped(who, 0);
      },
    },
  ];
}

/** What the child writes, the device, and the parent, whose own read came before it wrote another byte. */
interface Written {
  readonly cpu: number;
  readonly dma: number;
  readonly parent: number;
  readonly parentRead: number;
}

/** The words that a table's note has for it. */
export function childWords(kind: string, op: string, child: Child, pinned: number, written: Written): string[] {
  const words: string[] = [];
  if (op in FORKS) {
    if (FORKS[op].child !== 'reads') words.push(`child:${FOUND[child.found]}`);
    else words.push(`child:present=${child.found === Found.nothing ? 0 : 1}`, `child-read=${child.noRead === 1 ? -1 : 0}`);
  }
  if (op in FORKS ? FORKS[op].child === 'exits' : !CHILD_STAYS.includes(kind)) return words;
  if (child.noRead === 1) return [...words, 'child-sees8=SEGV', 'child-final:absent'];
  // What it wrote is another byte: the one that is looked at is as it was. So is what a parent wrote to memory that both share.
  const read = (child.read | 1) === (written.parent | 1) ? written.parentRead : child.read;
  const seen = (read | 1) === (written.cpu | 1) ? child.first : read;
  const word = (seen | 1) === (written.dma | 1) ? 'dma' : seen === ZEROES ? 'zero' : seen === initialContent(0) ? 'init' : 'other';
  words.push(`child-sees8=${word}`);
  return [...words, `child-final:${child.last === pinned ? 'pinned-pfn' : 'other-pfn'}`];
}
