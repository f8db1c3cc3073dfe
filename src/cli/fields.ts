// Field words: how a kernel person calls what changed in the model's state. `frame 1.ref` is the refcount of A's frame 1.
import type { FieldChange } from '../machine/index.js';
import type { FieldWords } from '../report/index.js';

/** What the words need to know of a machine; plain data, so that it can come from another thread. */
export interface FieldNames {
  readonly pages: readonly string[];
  /** For each frame that is in use at the start, the page it holds. */
  readonly owners: Readonly<Record<number, string>>;
  /** What stands in memory, by the number the state has for it. */
  readonly contents: readonly string[];
}

/** Ghosts of the model, what only follows from an allocation, and who reads under the mmap lock. */
const hidden = {
  frame: ['held', 'anon_vma'],
  slot: [],
  cache: ['expected'],
  pte: ['expected', 'freed', 'own', 'stale_cpus'],
  vma: [],
  pin: [],
  result: ['known'],
  mm: ['readers'],
  device: [],
} as const;
type Kind = keyof typeof hidden;

const patterns: readonly (readonly [Kind, RegExp])[] = [
  ['frame', /^frame (\d+)$/],
  ['slot', /^slot (\d+)$/],
  ['cache', /^cache\((.+)\)$/],
  ['pte', /^pte\((.+)\)$/],
  ['vma', /^vma\((.+)\)$/],
  ['mm', /^mm\d$/],
  ['pin', /^.+'s pin of .+$/],
  ['result', /^[\w-]+\.\d+$/],
];

const kindOf = (record: string): Kind => patterns.find(([, pattern]) => pattern.test(record))?.[0] ?? 'device';

/** What a field is called where its own name would not do. */
const titles: Readonly<Record<string, string>> = {
  ref: 'refcount',
  lru_add_batch: 'LRU add batch',
  written: 'I/O done',
  private: 'buffers',
  has_cache: 'SWAP_HAS_CACHE',
  map: 'swap_map',
  none: 'PROT_NONE',
  writer: 'mmap_lock writer',
  invalidating: 'mmu_notifier_count',
};

type Changed = ReadonlyMap<string, FieldChange>;

export function fieldWords({ pages, owners, contents }: FieldNames): FieldWords {
  const owner = new Map(Object.entries(owners).map(([frame, page]) => [Number(frame), page]));
  const data = (content: number): string => contents[content] ?? `content ${content}`;
  const frame = (n: number): string => (n === 0 ? 'none' : owner.has(n) ? `${owner.get(n)}'s frame ${n}` : `frame ${n}`);

  const plain = ({ field, old, new: now }: FieldChange): string => `${titles[field] ?? field} ${old} -> ${now}`;
  const one = (change: FieldChange): string => {
    const { field, old, new: now } = change;
    if (field === 'content') return `data ${data(old)} -> ${data(now)}`;
    if (field === 'slot') return `swap slot ${old || 'none'} -> ${now || 'none'}`;
    return plain(change);
  };

  const sayFrame = (n: number, changed: Changed): string[] => {
    const page = changed.get('page');
    if (page === undefined) return [...changed.values()].map(one);
    if (page.new === 0) {
      owner.delete(n);
      return ['freed'];
    }
    owner.set(n, pages[page.new - 1]);
    return [`free -> ${pages[page.new - 1]}'s`, ...[...changed.values()].filter(({ field }) => field !== 'page').map(one)];
  };
  const saySlot = (changed: Changed): string[] =>
    [...changed.values()].map(change => {
      if (change.field === 'frame') return `swap cache ${frame(change.old)} -> ${frame(change.new)}`;
      return change.field === 'content' ? `on disk ${data(change.old)} -> ${data(change.new)}` : plain(change);
    });
  const sayCache = (changed: Changed): string[] =>
    [...changed.values()].map(change => {
      if (change.field === 'frame') return `page cache ${frame(change.old)} -> ${frame(change.new)}`;
      if (change.field === 'swap') return `swap slot ${change.old || 'none'} -> ${change.new || 'none'}`;
      return change.field === 'content' ? `on disk ${data(change.old)} -> ${data(change.new)}` : plain(change);
    });
  const sayPin = (changed: Changed): string[] => {
    const held = changed.get('frame');
    if (held === undefined) return [...changed.values()].map(plain);
    const taken = held.new !== 0;
    const side = (name: string): number | undefined => (taken ? changed.get(name)?.new : changed.get(name)?.old);
    const how = [
      side('get') === 1 ? 'FOLL_GET' : 'FOLL_PIN',
      side('write') === 1 ? 'write' : 'read',
      ...times(side('times')),
      ...(side('pending') === 1 ? ['pending'] : []),
    ];
    return [`${frame(held.old)} -> ${frame(held.new)}${taken ? ` (${how.join(', ')})` : ''}`];
  };
  const sayDevice = (changed: Changed): string[] =>
    [...changed.values()].map(change => {
      if (change.field === 'mirrored') return `maps ${pagesOf(change.old)} -> ${pagesOf(change.new)}`;
      return change.field === 'busy' ? `job ${change.old ? 'running -> idle' : 'idle -> running'}` : plain(change);
    });
  const pagesOf = (bits: number): string => pages.filter((_, i) => (bits & (1 << i)) !== 0).join('+') || 'nothing';
  const sayPlain = (changed: Changed): string[] => [...changed.values()].map(plain);
  const sayResult = (changed: Changed): string[] => [...changed.values()].map(({ old, new: now }) => `answer ${data(old)} -> ${data(now)}`);

  return {
    shows: ({ record, field }) => !(hidden[kindOf(record)] as readonly string[]).includes(field),
    say(changes) {
      const records = new Map<string, Map<string, FieldChange>>();
      for (const change of changes) {
        const fields = records.get(change.record) ?? new Map<string, FieldChange>();
        records.set(change.record, fields.set(change.field, change));
      }
      return [...records].map(([record, changed]) => {
        const kind = kindOf(record);
        if (kind === 'frame') {
          const n = Number(record.slice('frame '.length));
          const called = frame(n);
          return `${called}: ${sayFrame(n, changed).join(', ')}`;
        }
        const say = {
          slot: saySlot,
          cache: sayCache,
          pte: sayPte,
          vma: sayPlain,
          mm: sayPlain,
          pin: sayPin,
          result: sayResult,
          device: sayDevice,
        }[kind];
        const name = kind === 'cache' ? `file of ${record.slice('cache('.length, -1)}` : record;
        return `${kind === 'slot' ? `swap ${record}` : name}: ${say(changed).join(', ')}`;
      });
    },
  };
}

const times = (count: number | undefined): string[] => (count !== undefined && count > 1 ? [`x${count}`] : []);

/** A page table entry changes as one thing: `frame 1 rw dirty -> swap slot 1`. */
function sayPte(changed: Changed): string[] {
  const entry = ['frame', 'swap', 'zero', 'write', 'dirty', 'swap_exclusive'];
  const moved = changed.has('frame') || changed.has('swap') || changed.has('zero');
  const said: string[] = [];
  if (moved) said.push(`${entrySide(changed, 'old')} -> ${entrySide(changed, 'new')}`);
  for (const change of changed.values()) {
    const { field, old, new: now } = change;
    if (entry.includes(field)) {
      if (moved) continue;
      if (field === 'write') said.push(old ? 'rw -> ro' : 'ro -> rw');
      else if (field === 'dirty') said.push(old ? 'dirty -> clean' : 'clean -> dirty');
      else said.push(`${titles[field] ?? field} ${old} -> ${now}`);
    } else if (field === 'stale') {
      const writable = changed.get('stale_write');
      const side = (frame: number, bit: number | undefined) => (frame === 0 ? 'none' : `frame ${frame}${bit ? ' rw' : ''}`);
      said.push(`TLB may hold ${side(old, writable?.old)} -> ${side(now, writable?.new)}`);
    } else if (field !== 'stale_write' || !changed.has('stale')) {
      said.push(`${titles[field] ?? field} ${old} -> ${now}`);
    }
  }
  return said;
}

/** One side of an entry, as far as the changes tell: an entry that maps nothing has no other bits. */
function entrySide(changed: Changed, side: 'old' | 'new'): string {
  const other = side === 'old' ? 'new' : 'old';
  const frame = changed.get('frame');
  if (frame !== undefined && frame[side] !== 0) {
    const known = frame[other] === 0;
    const write = changed.get('write')?.[side] ?? (known ? 0 : undefined);
    const dirty = changed.get('dirty')?.[side];
    return [`frame ${frame[side]}`, ...(write === undefined ? [] : [write ? 'rw' : 'ro']), ...(dirty ? ['dirty'] : [])].join(' ');
  }
  if (changed.get('zero')?.[side] === 1) return 'zero page ro';
  const swap = changed.get('swap');
  if (swap !== undefined && swap[side] !== 0) return `swap slot ${swap[side]}${changed.get('swap_exclusive')?.[side] ? ' exclusive' : ''}`;
  return 'none';
}
