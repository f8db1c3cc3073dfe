// Contents: a number for everything that can stand in memory, so that a trace can say whose bytes it shows.
import { BACKINGS, fileContent, initialContent, ZEROES } from '../model/index.js';
import { alikeOf, namesOf } from './pages.js';
import type { Datum, Op, ScenarioFile } from './syntax.js';

/** Each writing operation has two names, an even one and the next: a loop alternates, so that it never writes what is there already. */
export class Contents {
  private readonly numbers = new Map<string, number>();
  private readonly titles: string[] = ['zero'];

  constructor(private readonly file: ScenarioFile) {
    file.memory.flatMap(namesOf).forEach((name, page) => {
      this.titles[initialContent(page)] = `init(${name})`;
    });
    if (file.memory.some(({ kind }) => BACKINGS.indexOf(kind.value) > 0))
      file.memory.flatMap(namesOf).forEach((name, page, { length }) => {
        this.titles[fileContent(page, length)] = `file(${name})`;
      });
    if (this.titles.length % 2 === 1) this.titles.push('');
    const name = (thread: string, ops: readonly Op[]): void => {
      for (const op of ops) {
        if (op.kind === 'loop') name(thread, op.body);
        else if (op.kind === 'either') for (const way of op.ways) name(thread, way);
        else if (op.kind === 'verb' && writes(op)) {
          const title = `${thread}.${op.n}`;
          this.numbers.set(title, this.titles.length);
          this.titles.push(title, `${title}'`);
        }
      }
    };
    name('setup', file.setup);
    for (const thread of file.threads) name(thread.name, thread.ops);
  }

  /** How many numbers there are: a content field has to hold the last. */
  get count(): number {
    return this.titles.length;
  }

  /** What the Nth operation of a thread writes. */
  writtenBy(thread: string, n: number): number {
    const number = this.numbers.get(`${thread}.${n}`);
    if (number === undefined) throw new Error(`${thread}.${n} writes nothing`);
    return number;
  }

  /** Whether `content` is what a condition names, on a page. */
  matches(datum: Datum, page: number): (content: number) => boolean {
    if (datum.kind === 'zero') return content => content === ZEROES;
    if (datum.kind === 'init') return content => content === initialContent(alikeOf(this.file)[page]);
    const number = this.writtenBy(datum.by.thread.value, datum.by.n);
    return content => (content | 1) === (number | 1);
  }

  title(content: number): string {
    return this.titles[content] ?? `content ${content}`;
  }
}

/** Whether an operation leaves bytes of its own behind. */
export const writes = (op: Extract<Op, { kind: 'verb' }>): boolean =>
  ['write', 'buffered-write', 'direct-write', 'uffd-copy'].includes(op.verb.value) ||
  (op.verb.value === 'dma' && op.words.some(({ value }) => value === 'write'));
