// Memory: the pages of a scenario,
// `NAME: KIND [in PROC, …] [shared|private] [STATE] [ZONE] [order N] [thp [pte-mapped]] [FS] [checksums] [mixedmap]`.
// The words after the kind may come in any order.
import type { Node } from 'yaml';
import type { Names } from './names.js';
import { namesOf } from './pages.js';
import type { Passage, Word } from './passage.js';
import type { Placed } from './place.js';
import type { Reading } from './reading.js';
import type { Memory, MemoryState, Sharing, ZoneWord } from './syntax.js';

const sharings: readonly Sharing[] = ['shared', 'private'];
const states: readonly MemoryState[] = [
  'swapcache',
  'swapped',
  'mlocked',
  'lazyfree',
  'untouched',
  'mergeable',
  'zeropage',
  'readonly',
  'protnone',
  'dirty',
  'clean',
];
const zones: readonly ZoneWord[] = ['movable', 'cma'];
const ORDER_MAX = 9;

export function parseMemory(reading: Reading, node: Node, names: Names): Memory[] {
  const entries = reading.entries(node, 'memory');
  if (entries === undefined) names.pages = undefined;
  else if (entries.length === 0) reading.report('empty', reading.placeOf(node), 'memory', 'declare a page: { A: anon }');
  const memory: Memory[] = [];
  for (const { key, value } of entries ?? []) {
    names.declare(reading, { text: key.text, at: () => key.at() }, 'page');
    const passage = reading.passage(value, `page ${key.text}`);
    const page = passage && new PageReader(reading, names, passage).read(key);
    if (page === undefined) continue;
    memory.push(page);
    names.parts(page.name, namesOf(page));
  }
  return memory;
}

/** The words of one page's line, taken from the left. */
class PageReader {
  private readonly words: Word[];
  private next = 1;
  private processes: Placed<string>[] = [];
  private sharing: Placed<Sharing> | undefined;
  private state: Placed<MemoryState> | undefined;
  private order: Placed<number> | undefined;
  private zone: Placed<ZoneWord> | undefined;
  private thp: Placed<'thp'> | undefined;
  private pteMapped: Placed<'pte-mapped'> | undefined;
  private filesystem: Placed<string> | undefined;
  private checksums: Placed<'checksums'> | undefined;
  private mixedmap: Placed<'mixedmap'> | undefined;

  constructor(
    private readonly reading: Reading,
    private readonly names: Names,
    private readonly passage: Passage,
  ) {
    this.words = passage.words();
  }

  read(key: Passage): Memory | undefined {
    const { reading, words } = this;
    const kind = words[0];
    if (kind === undefined)
      return reading.report('empty', this.passage.at(), `page ${key.text}`, `its kind is one of: ${reading.words.memory.join(', ')}`);
    if (!reading.words.memory.includes(kind.text)) reading.report('unknown-kind', kind.at, kind.text, 'memory', reading.words.memory);
    while (this.next < words.length) this.one(words[this.next++]!);
    const { sharing, state, order, zone, thp, pteMapped, filesystem, checksums, mixedmap } = this;
    if (pteMapped && !thp) reading.report('missing-word', pteMapped.at, 'thp', 'pte-mapped');
    const processes = this.processes.length > 0 ? this.processes : [{ value: 'mm0', at: key.at() }];
    return {
      name: key.text,
      kind: { value: kind.text, at: kind.at },
      processes,
      sharing,
      state,
      order,
      zone,
      thp,
      pteMapped,
      filesystem,
      checksums,
      mixedmap,
      at: key.at(),
    };
  }

  private one({ text, at }: Word): void {
    const filesystems = this.reading.words.filesystems ?? [];
    const sharing = sharings.find(word => word === text);
    const state = states.find(word => word === text);
    const zone = zones.find(word => word === text);
    if (sharing) this.sharing = this.once(this.sharing, { value: sharing, at });
    else if (state) this.state = this.once(this.state, { value: state, at });
    else if (zone) this.zone = this.once(this.zone, { value: zone, at });
    else if (text === 'in') this.in(at);
    else if (text === 'order') this.inOrder(at);
    else if (text === 'thp') this.thp = this.once(this.thp, { value: text, at });
    else if (text === 'pte-mapped') this.pteMapped = this.once(this.pteMapped, { value: text, at });
    else if (filesystems.includes(text)) this.filesystem = this.once(this.filesystem, { value: text, at });
    else if (text === 'checksums') this.checksums = this.once(this.checksums, { value: text, at });
    else if (text === 'mixedmap') this.mixedmap = this.once(this.mixedmap, { value: text, at });
    else {
      const known = ['in', ...sharings, ...states, ...zones, 'order', 'thp', 'pte-mapped', ...filesystems, 'checksums', 'mixedmap'];
      this.reading.report('unknown-word', at, text, 'in a page', known);
    }
  }

  private once<W extends string>(before: Placed<W> | undefined, now: Placed<W>): Placed<W> {
    if (before) this.reading.report('conflicting-words', now.at, now.value, before.value);
    return before ?? now;
  }

  private in(at: Word['at']): void {
    if (this.processes.length > 0) this.reading.report('conflicting-words', at, 'in', 'in');
    for (let first = true; first || this.words[this.next]?.text === ','; first = false) {
      if (!first) this.next++;
      const word = this.words[this.next];
      if (word === undefined || word.text === ',') {
        this.reading.report('missing-word', this.words[this.next - 1]!.at, 'a process', this.words[this.next - 1]!.text, ['mm0 to mm9']);
        return;
      }
      this.next++;
      const process = { value: word.text, at: word.at };
      if (this.processes.some(({ value }) => value === word.text)) this.reading.report('conflicting-words', word.at, word.text, word.text);
      else if (this.names.bring(this.reading, process)) this.processes.push(process);
    }
  }

  private inOrder(at: Word['at']): void {
    const word = this.words[this.next++];
    if (word === undefined) this.reading.report('missing-word', at, `a number from 0 to ${ORDER_MAX}`, 'order');
    else if (this.order) this.reading.report('conflicting-words', at, 'order', 'order');
    else this.order = this.reading.integerAt(word.text, word.at, 'order', 0, ORDER_MAX);
  }
}
