// A reading: one scenario file being read. It holds the words that are known and collects the problems that are found,
// and it takes YAML nodes apart: whatever is not the map, list, text or number expected becomes a problem, never an exception.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, type Scalar } from 'yaml';
import { offsetsOf, Passage } from './passage.js';
import type { Place, Placed } from './place.js';
import { type Problem, type ProblemArgs, type ProblemCode, problem } from './problem.js';
import type { Vocabulary } from './words.js';

export interface Entry {
  readonly key: Passage;
  readonly value: Node;
}

/** A node and what messages call it. */
type Ask = readonly [node: Node | null | undefined, what: string];

export class Reading {
  readonly problems: Problem[] = [];
  private readonly lines = new LineCounter();

  constructor(
    readonly text: string,
    readonly words: Vocabulary,
  ) {
    // Counted here and not by yaml's parser, which loses count in a text it cannot make sense of.
    this.lines.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) this.lines.addNewLine(index + 1);
  }

  /** The file's root node; undefined when the text is not YAML, which is a problem then. */
  root(): ParsedNode | null | undefined {
    // Failsafe: every scalar stays a text, so that 5.10 is not 5.1 and `no` is not false.
    const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false } as const;
    const document = parseDocument(this.text, options);
    const all = [...document.errors, ...document.warnings];
    // An exhausted reader says so once a level, and after a real error each further token may be unexpected: that helps nobody.
    const exhausted = all.filter(error => error.code === 'RESOURCE_EXHAUSTION');
    const told =
      exhausted.length > 0 ? exhausted.slice(0, 1) : all.filter((error, index) => index === 0 || error.code !== 'UNEXPECTED_TOKEN');
    for (const error of told) {
      const said = error.message.replace(/;? ?please use .*$/i, '').replace(/^./, letter => letter.toLowerCase());
      this.report('not-yaml', this.place(error.pos[0], error.pos[1]), said, todo[error.code]);
    }
    return all.length > 0 ? undefined : document.contents;
  }

  report<C extends ProblemCode>(code: C, at: Place, ...args: ProblemArgs<C>): undefined {
    this.problems.push(problem(code, at, ...args));
  }

  /** A stretch of the source; what goes on over more lines is cut off at the end of the first. */
  readonly place = (start: number, end: number): Place => {
    const { line, col } = this.lines.linePos(Math.min(start, this.text.length));
    const lineEnd = this.text.indexOf('\n', start);
    const stop = lineEnd < 0 ? end : Math.min(end, lineEnd);
    return { line, col, endCol: col + Math.max(1, stop - start) };
  };

  placeOf(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return this.place(start, end);
  }

  /** The entries of a map; what is no name, has no value or came before is reported and left out. */
  entries(...[node, what]: Ask): Entry[] | undefined {
    if (!isMap(node)) return this.wrongType(node, what, 'a map');
    const entries: Entry[] = [];
    const seen = new Map<string, number>();
    for (const { key, value } of node.items as { key: Node | null; value: Node | null }[]) {
      const name = this.passage(key ?? node, `a key of ${what}`);
      if (name === undefined) continue;
      const before = seen.get(name.text);
      if (before !== undefined) this.report('duplicate', name.at(), name.text, what, before);
      else if (value === null) this.report('no-value', name.at(), name.text, what);
      else entries.push({ key: name, value });
      if (before === undefined) seen.set(name.text, name.at().line);
    }
    return entries;
  }

  list(...[node, what]: Ask): Node[] | undefined {
    return isSeq(node) ? (node.items as Node[]) : this.wrongType(node, what, 'a list');
  }

  /** A text, with blanks around it cut off. */
  passage(...[node, what]: Ask): Passage | undefined {
    if (!isScalar(node) || isNothing(node)) return this.wrongType(node, what, 'a text');
    return this.passageOf(node as Scalar<string>).trim();
  }

  integer(node: Node, what: string, min: number, max: number): Placed<number> | undefined {
    const passage = isScalar(node) && !isNothing(node) ? this.passage(node, what) : this.wrongType(node, what, 'a number');
    return passage && this.integerAt(passage.text, passage.at(), what, min, max);
  }

  integerAt(found: string, at: Place, what: string, min: number, max: number): Placed<number> | undefined {
    const value = /^\d{1,15}$/.test(found) ? Number(found) : Number.NaN;
    if (value >= min && value <= max) return { value, at };
    return this.report('out-of-bounds', at, what, found, min, max);
  }

  wrongType(node: Node | null | undefined, what: string, wanted: string, todo?: string): undefined {
    const at = node ? this.placeOf(node) : this.place(0, 0);
    return isAlias(node) ? this.report('alias', at) : this.report('wrong-type', at, what, wanted, kindOf(node), todo);
  }

  private passageOf(scalar: Scalar<string>): Passage {
    const [start] = scalar.range ?? [0];
    const value = `${scalar.value ?? ''}`;
    const quoted = scalar.type === 'QUOTE_DOUBLE' ? 'double' : scalar.type === 'QUOTE_SINGLE' ? 'single' : undefined;
    const block = scalar.type === 'BLOCK_FOLDED' || scalar.type === 'BLOCK_LITERAL';
    const header = block ? Math.max(start, this.text.indexOf('\n', start)) : start;
    return new Passage(value, offsetsOf(value, this.text, quoted ? start + 1 : header, quoted), this.place);
  }
}

/** An entry without a value (`memory:` and nothing behind it) is an empty plain text to YAML. */
export const isNothing = (node: Node | null | undefined): boolean =>
  !node || (isScalar(node) && (node.value === null || (node.value === '' && node.type === 'PLAIN')));

/** Nothing, or a list with nothing in it. */
export const isEmpty = (node: Node): boolean => isNothing(node) || (isSeq(node) && node.items.length === 0);

export function kindOf(node: Node | null | undefined): string {
  if (isNothing(node)) return 'nothing';
  return isMap(node) ? 'a map' : isSeq(node) ? 'a list' : isScalar(node) ? 'a text' : 'an alias';
}

/** What to do about the errors that a scenario's author is likely to meet. */
const todo: { readonly [code: string]: string } = {
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that has ": " in it',
  TAB_AS_INDENT: 'indent with blanks',
  BAD_SCALAR_START: 'quote a text that starts with this character',
  MULTIPLE_DOCS: 'keep one scenario a file',
  MISSING_CHAR: 'close what was opened, and put every entry of a list or map in the same column',
  BAD_INDENT: 'close what was opened, and indent what belongs together alike',
  BAD_DQ_ESCAPE: "a backslash starts an escape inside double quotes; use ' instead",
  TAG_RESOLVE_FAILED: 'a scenario has no tags',
};
