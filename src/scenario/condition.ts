// A condition: what may be true of a state, parsed from the text it is written in.
// Grammar only; whether its pages, threads and operations exist is looked up in look-up.ts, when all of them are known.
import type { Passage } from './passage.js';
import type { Place, Placed } from './place.js';
import { quote } from './problem.js';
import type { Reading } from './reading.js';
import type {
  Atom,
  Comparison,
  Condition,
  Counter,
  Datum,
  Flag,
  FrameState,
  OpRef,
  PageRef,
  PteState,
  Reader,
  SignalState,
  Value,
} from './syntax.js';
import { type Token, tokensOf } from './tokens.js';

const pteStates: readonly PteState[] = ['none', 'swap', 'migration', 'hwpoison', 'device-private', 'ro', 'rw'];
const signals: readonly SignalState[] = ['none', 'sigbus', 'sigkill'];
const frameStates: readonly FrameState[] = ['same', 'other', 'freed'];
const readers: readonly Reader[] = ['cpu', 'dma', 'disk'];
const counters: readonly Counter[] = ['notified', 'refcount', 'mapcount'];
const flags: readonly Flag[] = ['maybe-pinned', 'swapcache', 'mlocked', 'exclusive', 'ksm', 'dirty', 'buffers', 'writeback', 'cached'];
const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];
const functions: readonly string[] = ['pte', 'pinned', 'frame', 'signal', 'data', ...counters, ...flags];

/** Words that mean something in a condition and so name no page, thread or device. */
export const reserved: readonly string[] = ['not', 'and', 'or', 'is', 'by', 'at', 'done', 'init', 'zero', 'free', 'setup', ...functions];

const TOKENS_MAX = 1000;
const DEPTH_MAX = 64;
/** As many as are exact in a double. */
const DIGITS_MAX = 15;

/** The condition in this text, or undefined when it has a syntax error, which is then reported. */
export function parseCondition(reading: Reading, passage: Passage): Condition | undefined {
  const tokens = tokensOf(passage);
  if (tokens.length > TOKENS_MAX) return reading.report('too-long', passage.at(), 'a condition', TOKENS_MAX, 'words and signs');
  try {
    return new Parser(reading, passage, tokens).whole();
  } catch (error) {
    if (error !== refused) throw error;
    return undefined;
  }
}

/** Thrown from the depth of a condition when its first syntax error has been reported; parseCondition catches it. */
const refused = new Error('the condition has a syntax error');

class Parser {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly reading: Reading,
    private readonly passage: Passage,
    private readonly tokens: readonly Token[],
  ) {}

  whole(): Condition {
    const condition = this.or();
    if (this.token.kind !== 'end') this.fail('"and", "or" or the end of the condition');
    return condition;
  }

  private or(): Condition {
    const start = this.token;
    let left = this.and();
    while (this.take('or')) left = { kind: 'or', left, right: this.and(), at: this.since(start) };
    return left;
  }

  private and(): Condition {
    const start = this.token;
    let left = this.not();
    while (this.take('and')) left = { kind: 'and', left, right: this.not(), at: this.since(start) };
    return left;
  }

  private not(): Condition {
    const start = this.token;
    if (++this.depth > DEPTH_MAX) {
      this.reading.report('too-deep', start.at, 'a condition', DEPTH_MAX);
      throw refused;
    }
    let condition: Condition;
    if (this.take('not')) condition = { kind: 'not', of: this.not(), at: this.since(start) };
    else if (this.take('(')) {
      condition = this.or();
      this.sign(')');
    } else condition = this.atom();
    this.depth--;
    return condition;
  }

  private atom(): Atom {
    const start = this.token;
    if (start.kind !== 'word') return this.fail('a condition');
    this.next++;
    if (this.token.text === '(' && this.token.kind === 'sign') return this.call(start);
    if (start.text === 'free') {
      const [op, n] = this.compared();
      return { kind: 'free', op, n, at: this.since(start) };
    }
    if (functions.includes(start.text)) return this.fail(`"(" after ${start.text}`);
    const thread = placed(start);
    if (this.take('done')) return { kind: 'done', thread, at: this.since(start) };
    if (this.take('at')) return { kind: 'at', thread, label: this.label(), at: this.since(start) };
    if (this.token.text !== '.') return this.fail(`.N, "done" or "at" after ${quote(start.text)}`, `conditions are: ${forms}`);
    const of = this.opRef(start);
    this.equals();
    return { kind: 'result', of, is: this.value(), at: this.since(start) };
  }

  /** `name(PAGE …) …` */
  private call(start: Token): Atom {
    const name = start.text;
    if (!functions.includes(name)) {
      this.reading.report('unknown-word', start.at, name, 'before (', functions);
      throw refused;
    }
    this.sign('(');
    const page = this.page(name);
    if (name === 'pinned') {
      const by = this.take('by') ? placed(this.word('a device')) : undefined;
      this.sign(')');
      return { kind: 'pinned', page, by, at: this.since(start) };
    }
    if (name === 'data') {
      this.keyword('by', 'data(PAGE by cpu), by dma or by disk');
      const by = this.oneOf(readers, 'a reader');
      this.sign(')');
      this.equals();
      return { kind: 'data', page, by, is: this.datum(), at: this.since(start) };
    }
    this.sign(')');
    const flag = flags.find(word => word === name);
    if (flag !== undefined) return { kind: 'flag', flag, page, at: this.since(start) };
    const counter = counters.find(word => word === name);
    if (counter !== undefined) {
      const [op, n] = this.compared();
      return { kind: 'count', of: counter, page, op, n, at: this.since(start) };
    }
    const states = name === 'pte' ? pteStates : name === 'frame' ? frameStates : signals;
    this.keyword('is', `${name}(PAGE) is ${states.join(', ')}`);
    if (name === 'signal') return { kind: 'signal', page, is: this.oneOf(signals, 'a signal'), at: this.since(start) };
    if (name === 'pte') return { kind: 'pte', page, is: this.oneOf(pteStates, 'a PTE state'), at: this.since(start) };
    return { kind: 'frame', page, is: this.oneOf(frameStates, 'a frame state'), at: this.since(start) };
  }

  private page(of: string): PageRef {
    const page = this.pageName();
    if (this.token.text !== '@') return { page, process: undefined };
    if (!['pte', 'frame', 'signal', 'data'].includes(of)) return this.fail('")"', `${of} is the same in every process`);
    this.next++;
    return { page, process: placed(this.word('a process')) };
  }

  /** `A`, or `A.1` of a large one. */
  private pageName(): Placed<string> {
    const start = this.token;
    const name = this.word('a page');
    const nth = this.tokens[this.next + 1];
    if (this.token.text !== '.' || nth?.kind !== 'number') return placed(name);
    this.next += 2;
    return { value: `${name.text}.${nth.text}`, at: this.since(start) };
  }

  private datum(): Datum {
    const start = this.word('THREAD.N, init or zero');
    if (start.text === 'init' || start.text === 'zero') return { kind: start.text, at: start.at };
    if (this.token.text !== '.')
      return this.fail(`.N after ${quote(start.text)}`, 'bytes are those of an operation THREAD.N, init or zero');
    const by = this.opRef(start);
    return { kind: 'written', by, at: by.at };
  }

  private value(): Value {
    const start = this.token;
    if (start.kind === 'number' && start.text.length <= DIGITS_MAX) {
      this.next++;
      // A minus nought is nought.
      return { kind: 'number', number: Number(start.text) || 0, at: start.at };
    }
    const ahead = this.tokens[this.next + 1];
    if (start.kind !== 'word') return this.fail('a number, a word, THREAD.N, init or zero');
    if (start.text === 'init' || start.text === 'zero' || ahead?.text === '.') return this.datum();
    this.next++;
    return { kind: 'word', word: start.text, at: start.at };
  }

  private opRef(thread: Token): OpRef {
    this.sign('.');
    const n = this.natural('the number of an operation');
    return { thread: placed(thread), n, at: this.since(thread) };
  }

  /** A label may name its path: `try_to_unmap_one.ptep_clear`. */
  private label(): Placed<string> {
    const start = this.word('a label');
    let text = start.text;
    while (this.take('.')) text += `.${this.word('a label').text}`;
    return { value: text, at: this.since(start) };
  }

  private compared(): [Comparison, number] {
    const op = comparisons.find(sign => sign === this.token.text);
    if (op === undefined) return this.fail(`one of ${comparisons.join(' ')}`);
    this.next++;
    return [op, this.natural('a number')];
  }

  private equals(): void {
    if (this.token.text === '!=') this.fail('"="', 'write not … = …');
    this.sign('=');
  }

  // Single tokens

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  private take(text: string): boolean {
    if (this.token.text !== text || this.token.kind === 'end') return false;
    this.next++;
    return true;
  }

  private sign(text: string): void {
    if (!this.take(text)) this.fail(`"${text}"`);
  }

  private keyword(text: string, todo: string): void {
    if (!this.take(text)) this.fail(`"${text}"`, `write ${todo}`);
  }

  private word(wanted: string): Token {
    const token = this.token;
    if (token.kind !== 'word') return this.fail(wanted);
    this.next++;
    return token;
  }

  private natural(wanted: string): number {
    const { kind, text } = this.token;
    if (kind !== 'number' || !/^\d+$/.test(text) || text.length > DIGITS_MAX) return this.fail(wanted);
    this.next++;
    return Number(text);
  }

  private oneOf<W extends string>(words: readonly W[], wanted: string): W {
    const token = this.word(`${wanted} (${words.join(', ')})`);
    const word = words.find(one => one === token.text);
    if (word !== undefined) return word;
    this.reading.report('unknown-word', token.at, token.text, `where ${wanted} stands`, words);
    throw refused;
  }

  private since(start: Token): Place {
    return this.passage.at(start.from, this.tokens[this.next - 1]!.to);
  }

  private fail(wanted: string, todo?: string): never {
    const { kind, text, at } = this.token;
    this.reading.report('condition-syntax', at, wanted, kind === 'end' ? 'the end of the condition' : quote(text), todo);
    throw refused;
  }
}

const placed = ({ text, at }: Token): Placed<string> => ({ value: text, at });

const forms = `THREAD.N = VALUE, THREAD done, THREAD at LABEL, free = N, ${functions.map(name => `${name}(PAGE)`).join(', ')}`;
