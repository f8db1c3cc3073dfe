// A problem: what is wrong with a scenario file, and where; the codes are a closed union with the wording beside each.
// A message says what was found and what was meant; the hint says what exists and what to do.
import type { Place } from './place.js';
import { nearest } from './words.js';

export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: Place;
  readonly hint?: string;
}

export type ProblemCode = keyof typeof wording;

/** What the wording of a code needs to be told. */
export type ProblemArgs<C extends ProblemCode> = Parameters<(typeof wording)[C]>;

type Said = readonly [message: string, hint?: string];

const wording = {
  'not-yaml': (said: string, todo?: string): Said => [`this is not YAML: ${said}`, todo],
  'not-a-map': (found: string): Said => [
    `expected the entries of a scenario, found ${found}`,
    'start with "asks: …?", then memory and threads',
  ],
  'too-deep': (what: string, max: number): Said => [`${what} goes deeper than ${max}`],
  'too-long': (what: string, max: number, of: string): Said => [`${what} has more than ${max.toLocaleString('en')} ${of}`],
  alias: (): Said => ['a scenario has no aliases', 'write the value out where it is used'],

  'unknown-key': (found: string, inside: string, known: readonly string[]): Said => unknown('key', found, known, ` in ${inside}`),
  'missing-key': (key: string, inside: string, what: string): Said => [`${inside} has no ${quote(key)}`, `${key} is ${what}`],
  'no-value': (key: string, inside: string): Said => [
    `${quote(key)} in ${inside} has no value`,
    'inside { } a comma ends an entry: quote a text that has a comma, or write one entry a line',
  ],
  'wrong-type': (what: string, wanted: string, found: string, todo?: string): Said => [`${what} should be ${wanted}, found ${found}`, todo],
  'out-of-bounds': (what: string, found: string, min: number, max: number): Said => [
    `${what} should be a whole number from ${min} to ${max}, found ${quote(found)}`,
  ],
  empty: (what: string, todo: string): Said => [`${what} is empty`, todo],
  duplicate: (name: string, inside: string, line: number): Said => [`${quote(name)} stands twice in ${inside}, first in line ${line}`],
  'bad-name': (name: string, what: string): Said => [
    `${quote(name)} cannot name ${what}`,
    'a name starts with a letter and goes on with letters, digits, _ or -',
  ],
  'taken-name': (name: string, what: string, taken: string): Said => [
    `${quote(name)} cannot name ${what}, it is ${taken}`,
    'choose another name',
  ],
  'not-a-question': (): Said => ['asks should end with a question mark', 'say what the scenario asks, as one question'],
  'no-reason': (): Said => ['live: no should say why', 'write live: "no, because …"'],

  'unknown-kernel': (found: string, known: readonly string[]): Said => unknown('kernel', found, known),
  'unknown-version': (found: string, kind: string, known: readonly string[]): Said => unknown('version', found, known, ` of ${kind}`),
  'unknown-proposal': (found: string, known: readonly string[]): Said => unknown('proposal', found, known),
  'unknown-property': (found: string, known: readonly string[]): Said => unknown('property', found, known),
  'unknown-kind': (found: string, of: string, known: readonly string[]): Said => unknown(`kind of ${of}`, found, known),
  'unknown-role': (found: string, known: readonly string[]): Said => unknown('kernel thread', found, known),
  'unknown-verb': (found: string, known: readonly string[]): Said => unknown('operation', found, known),
  'unknown-word': (found: string, where: string, known: readonly string[]): Said => unknown('word', found, known, ` ${where}`),
  'unknown-page': (found: string, known: readonly string[]): Said => unknown('page', found, known),
  'unknown-device': (found: string, known: readonly string[]): Said => unknown('device', found, known),
  'unknown-process': (found: string, known: readonly string[]): Said => [
    `unknown process ${quote(found)}`,
    `known: ${list(known)}; a page's "in" or a fork brings another one into being`,
  ],
  'unknown-thread': (found: string, known: readonly string[]): Said => unknown('thread', found, known),
  'unknown-label': (found: string, known: readonly string[]): Said => unknown('label', found, known),
  'bad-process': (found: string): Said => [`${quote(found)} is no process`, 'processes are called mm0 to mm9'],

  'missing-word': (wanted: string, after: string, known?: readonly string[]): Said => [
    `expected ${wanted} after ${quote(after)}`,
    known && listed(known),
  ],
  'stray-word': (found: string, after: string, todo?: string): Said => [`nothing goes after ${quote(after)}, found ${quote(found)}`, todo],
  'conflicting-words': (word: string, other: string): Said =>
    word === other ? [`${quote(word)} stands twice`] : [`${quote(word)} and ${quote(other)} exclude each other`],
  'wrong-actor': (verb: string, by: string, who: string, is: string, todo?: string): Said => [
    `only ${by} can ${quote(verb)}, and ${quote(who)} is ${is}`,
    todo,
  ],
  'wrong-device': (verb: string, device: string, kind: string, can: readonly string[]): Said => [
    `${quote(device)} cannot ${quote(verb)}, it is of kind ${kind}`,
    `${kind} can: ${list(can)}`,
  ],
  'setup-must-end': (op: string): Said => [
    `${quote(op)} cannot stand in setup`,
    'setup is done once, before any thread starts: it neither waits nor exits nor loops for ever',
  ],

  'condition-syntax': (wanted: string, found: string, todo?: string): Said => [`expected ${wanted}, found ${found}`, todo],
  'no-such-operation': (thread: string, n: number, count: number): Said => [
    `${thread} has no operation ${n}`,
    count === 0 ? `${thread} has no operation at all` : `${thread} has ${count === 1 ? 'one' : count}, counted from 1`,
  ],
  'no-result': (op: string, verb: string, what: string, can?: string): Said => [`${op} (${verb}) ${what}`, can],

  'range-upside-down': (first: string, last: string): Said => [`${first} comes after ${last}`, `write ${last}..${first}`],
  'wrong-list': (name: string, list_: string, right: readonly string[]): Said => [
    `${quote(name)} cannot stand under ${list_}`,
    `it goes under ${right.join(' or ')}`,
  ],
  'wrong-verdict': (name: string, verdict: string, right: readonly string[]): Said => [
    `${quote(name)} can never be ${verdict}`,
    `it is ${right.join(' or ')}`,
  ],
  'unclear-verdict': (candidates: readonly string[]): Said => [
    candidates.length === 0
      ? 'the file lists no property that can be violated'
      : `it is not clear which of ${list(candidates)} is violated`,
    `name the property: { ${candidates[0] ?? 'PROPERTY'}: violated }`,
  ],
  'cannot-start': (why: string): Said => [`the scenario cannot start: ${why}`],
  unsupported: (why: string): Said => [why],
  'not-in-kernel': (what: string, kernel: string, commit: string, first: string | undefined): Said => [
    `${kernel} does not have ${quote(what)}: ${commit} brought it`,
    first === undefined
      ? undefined
      : `the first kernel here that has it is ${first}; say under "kernels:" where the scenario means something`,
  ],
  'conflicting-verdicts': (property: string, kernels: string, line: number): Said => [
    `${kernels} says otherwise about ${quote(property)} than line ${line} does, which is as specific`,
    'let one of the two go',
  ],
};

/** The problem with this code, worded. */
export function problem<C extends ProblemCode>(code: C, at: Place, ...args: ProblemArgs<C>): Problem {
  const [message, hint] = (wording[code] as (...args: unknown[]) => Said)(...args);
  return hint === undefined ? { code, message, at } : { code, message, at, hint };
}

/** `file:line:col: message`, the line itself, a caret below the place, and the hint. */
export function renderProblem({ message, at, hint }: Problem, fileName: string, text: string): string {
  const line = (text.split('\n')[at.line - 1] ?? '').replace(/\r$/, '');
  const gutter = `${at.line}`.padStart(4);
  // Tabs stay tabs below themselves, so that the caret stands right however wide a tab is shown.
  const before = line
    .slice(0, at.col - 1)
    .replace(/[^\t]/g, ' ')
    .padEnd(at.col - 1);
  const carets = '^'.repeat(Math.max(1, Math.min(at.endCol, line.length + 1) - at.col));
  const lines = [`${fileName}:${at.line}:${at.col}: ${message}`, `${gutter} | ${line}`, `     | ${before}${carets}`];
  if (hint !== undefined) lines.push(`     = ${hint}`);
  return lines.join('\n');
}

function unknown(what: string, found: string, known: readonly string[], where = ''): Said {
  const near = nearest(found, known);
  return [`unknown ${what} ${quote(found)}${where}${near === undefined ? '' : `; did you mean ${quote(near)}?`}`, listed(known)];
}

const listed = (known: readonly string[]): string => (known.length === 0 ? 'none is known' : `known: ${list(known)}`);

const LIST_MAX = 20;
function list(words: readonly string[]): string {
  const more = words.length > LIST_MAX ? ` and ${words.length - LIST_MAX} more` : '';
  return words.slice(0, LIST_MAX).join(', ') + more;
}

const QUOTE_MAX = 60;
/** Text of the user's in quotes, on one line and not endless. */
export function quote(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replace(/[\u0000-\u001f\u007f]/g, '?');
  return `"${flat.length > QUOTE_MAX ? `${flat.slice(0, QUOTE_MAX)}…` : flat}"`;
}
