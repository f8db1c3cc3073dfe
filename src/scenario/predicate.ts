// Predicates: a scenario's conditions as functions of the running state.
import { indexOf, type Machine } from '../machine/index.js';
import type { World } from '../model/index.js';
import type { Contents } from './contents.js';
import { pagesNamed } from './pages.js';
import { type Results, WORDS_FROM } from './results.js';
import { processIndex } from './shape.js';
import type { Atom, Comparison, Condition, PageRef, ScenarioFile, VerbOp } from './syntax.js';
import { VERBS } from './vocabulary.js';

export type Predicate = () => boolean;

/** What conditions refer to. The machine comes last: threads' own conditions are compiled before it exists. */
export interface Scope {
  readonly file: ScenarioFile;
  readonly world: World;
  readonly contents: Contents;
  readonly results: Results;
  /** For each mm and page, the frame it was on when the threads began. */
  readonly firstFrames: readonly (readonly number[])[];
  machine(): Machine<World>;
}

export function predicate(condition: Condition, scope: Scope): Predicate {
  if (condition.kind === 'not') {
    const of = predicate(condition.of, scope);
    return () => !of();
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const left = predicate(condition.left, scope);
    const right = predicate(condition.right, scope);
    return condition.kind === 'and' ? () => left() && right() : () => left() || right();
  }
  return atom(condition, scope);
}

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function atom(condition: Atom, scope: Scope): Predicate {
  const { world: k } = scope;
  switch (condition.kind) {
    case 'pte': {
      const { mm, page } = located(condition.page, scope);
      const pte = k.pte(mm, page);
      switch (condition.is) {
        case 'none':
          return () => k.pte_none(mm, page);
        case 'swap':
          return () => pte.swap !== 0;
        case 'hwpoison':
          return () => pte.hwpoison !== 0;
        case 'device-private':
          return () => pte.device_private !== 0;
        case 'ro':
          return () => pte.zero === 1 || (pte.frame !== 0 && pte.write === 0);
        case 'rw':
          return () => pte.frame !== 0 && pte.write === 1;
        default:
          return () => pte.migration !== 0;
      }
    }
    case 'frame': {
      const { mm, page } = located(condition.page, scope);
      const first = scope.firstFrames[mm][page];
      if (condition.is === 'freed') return () => first !== 0 && k.page(first).page !== page + 1;
      if (condition.is === 'same') return () => k.reachedBy(mm, page) === first;
      return () => k.reachedBy(mm, page) !== 0 && k.reachedBy(mm, page) !== first;
    }
    case 'pinned': {
      const { page } = located(condition.page, scope);
      const only = condition.by === undefined ? -1 : deviceIndex(scope, condition.by.value);
      if (only >= 0) return () => pins(k, only, page);
      return () => k.devices.some((_, d) => pins(k, d, page));
    }
    case 'data': {
      const { mm, page } = located(condition.page, scope);
      const matches = scope.contents.matches(condition.is, page);
      if (condition.by === 'cpu')
        return () => {
          const frame = k.reachedBy(mm, page);
          return frame !== 0 && matches(k.page(frame).content);
        };
      if (condition.by === 'dma')
        return () => k.devices.some((_, d) => k.pin(d, page).frame !== 0 && matches(k.page(k.pin(d, page).frame).content));
      return () => {
        const { swap } = k.pte(mm, page);
        if (swap !== 0 || !k.fileBacked(page)) return swap !== 0 && matches(k.slot(swap).content);
        const cached = k.cached(page);
        if (k.tracksDirty(page)) return matches(cached.content);
        return cached.swap !== 0 && matches(k.slot(cached.swap).content);
      };
    }
    case 'signal': {
      const { mm } = located(condition.page, scope);
      const signal = ['none', 'sigbus', 'sigkill'].indexOf(condition.is);
      return () => k.signal(mm) === signal;
    }
    case 'count': {
      const { mm, page } = located(condition.page, scope);
      const compare = COMPARE[condition.op];
      const { n } = condition;
      if (condition.of === 'notified') return () => compare(k.pte(mm, page).notified, n);
      if (condition.of === 'mapcount') return () => frameOf(scope, mm, page) !== 0 && compare(k.page_mapcount(frameOf(scope, mm, page)), n);
      return () => frameOf(scope, mm, page) !== 0 && compare(k.folio(frameOf(scope, mm, page)).ref, n);
    }
    case 'flag': {
      const { mm, page } = located(condition.page, scope);
      const frame = (): number => frameOf(scope, mm, page);
      if (condition.flag === 'maybe-pinned') return () => frame() !== 0 && k.page_maybe_dma_pinned(frame());
      if (condition.flag === 'mlocked') return () => frame() !== 0 && k.folio(frame()).mlocked === 1;
      if (condition.flag === 'ksm') return () => frame() !== 0 && k.folio(frame()).ksm === 1;
      if (condition.flag === 'exclusive') return () => frame() !== 0 && k.page(frame()).anon_exclusive === 1;
      if (condition.flag === 'dirty') return () => frame() !== 0 && k.folio(frame()).dirty === 1;
      if (condition.flag === 'writeback') return () => frame() !== 0 && k.folio(frame()).writeback === 1;
      if (condition.flag === 'buffers') return () => frame() !== 0 && k.folio(frame()).private === 1;
      if (condition.flag === 'cached') return () => frame() !== 0 && k.folio(frame()).mapping === 1;
      return () => frame() !== 0 && k.folio(frame()).swapcache === 1;
    }
    case 'free': {
      const compare = COMPARE[condition.op];
      return () =>
        compare(
          k.folios.reduce((sum, folio, n) => sum + (n <= k.shape.frames && folio.page === 0 && folio.ref === 0 ? 1 : 0), 0),
          condition.n,
        );
    }
    case 'result': {
      const result = scope.results.of(condition.of.thread.value, condition.of.n);
      if (result === undefined) throw new Error('a result that a condition asks for is kept');
      const { is } = condition;
      if (is.kind === 'number') return () => result.known === 1 && result.value === is.number;
      const op = numbered(scope.file, condition.of.thread.value, condition.of.n);
      if (is.kind === 'word') {
        const words = VERBS.find(({ name }) => name === op?.verb.value)?.result?.words ?? [];
        const value = WORDS_FROM + words.indexOf(is.word);
        return () => result.known === 1 && result.value === value;
      }
      const matches = scope.contents.matches(is, op?.page === undefined ? 0 : pageIndex(scope, op.page.value));
      return () => result.known === 1 && matches(result.value);
    }
    case 'done': {
      const t = threadIndex(scope, condition.thread.value);
      return () => scope.machine().over(t);
    }
    case 'at': {
      const t = threadIndex(scope, condition.thread.value);
      const { value } = condition.label;
      return () => {
        const node = scope.machine().at(t);
        if (node.label < 0 || node.context.linked === null) return false;
        const title = node.context.linked.title[indexOf(node.label)];
        return title === value || `${node.context.linked.path.name}.${title}` === value;
      };
    }
  }
}

/** A complete pin: one that GUP has returned. */
const pins = (k: World, device: number, page: number): boolean => k.pin(device, page).frame !== 0 && k.pin(device, page).pending === 0;

/** The frame a page is on as far as anybody can tell: where an access would get, or else where it is pinned. */
function frameOf({ world: k }: Scope, mm: number, page: number): number {
  const reached = k.reachedBy(mm, page);
  if (reached !== 0) return reached;
  for (let d = 0; d < k.devices.length; d++) if (k.pin(d, page).frame !== 0) return k.pin(d, page).frame;
  return 0;
}

function located(ref: PageRef, scope: Scope): { mm: number; page: number } {
  const { first, memory } = pagesNamed(scope.file, ref.page.value);
  const process = ref.process ?? memory.processes[0];
  return { mm: processIndex(process.value), page: first };
}

const pageIndex = ({ file }: Scope, name: string): number => pagesNamed(file, name).first;
const deviceIndex = ({ file }: Scope, name: string): number => file.devices.findIndex(device => device.name === name);
const threadIndex = ({ file }: Scope, name: string): number => file.threads.findIndex(thread => thread.name === name);

/** A thread's Nth operation. */
function numbered(file: ScenarioFile, thread: string, n: number): VerbOp | undefined {
  const find = (ops: ScenarioFile['setup']): VerbOp | undefined => {
    for (const op of ops) {
      if (op.kind === 'verb' && op.n === n) return op;
      const inner =
        op.kind === 'loop' ? find(op.body) : op.kind === 'either' ? op.ways.map(find).find(found => found !== undefined) : undefined;
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return find(thread === 'setup' ? file.setup : (file.threads.find(({ name }) => name === thread)?.ops ?? []));
}
