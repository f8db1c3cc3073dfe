// Operations: what a thread does, one after the other. A text is `VERB [PAGE] WORD… [xN]`, `exit` or `wait until COND`;
// `loop` and `either` are maps with lists of operations inside. The vocabulary says what each verb takes.
import { isMap, isSeq, type Node } from 'yaml';
import { parseCondition } from './condition.js';
import type { Passage, Word } from './passage.js';
import type { Place, Placed } from './place.js';
import { isEmpty, type Reading } from './reading.js';
import type { Actor, NumberedOp, Op, VerbOp } from './syntax.js';
import type { VerbWord } from './words.js';

/** Whose operations are being read. */
export interface Doer {
  readonly name: string;
  /** What messages call the list. */
  readonly what: string;
  /** Undefined: the thread's key has a problem, so who may do what is not asked. */
  readonly actor: Actor | undefined;
  readonly deviceKind: string | undefined;
  /** Filled as they are met, into loops and eithers; one with a problem keeps its number as undefined. */
  readonly numbered: (NumberedOp | undefined)[];
  readonly depth: number;
}

const DEPTH_MAX = 8;
const TIMES_MAX = 1000;
const structures = ['exit', 'wait', 'loop', 'either'];

export function parseOps(reading: Reading, node: Node, doer: Doer): Op[] | undefined {
  if (doer.depth > DEPTH_MAX) return reading.report('too-deep', reading.placeOf(node), doer.what, DEPTH_MAX);
  return reading.list(node, doer.what)?.flatMap(item => (isMap(item) ? nested(reading, item, doer) : single(reading, item, doer)) ?? []);
}

// Loops and eithers

function nested(reading: Reading, node: Node, doer: Doer): Op | undefined {
  const known = ['loop', 'either'];
  const entries = reading.entries(node, `an operation of ${doer.what}`) ?? [];
  const [first, second] = entries;
  if (first === undefined) return reading.report('empty', reading.placeOf(node), 'an operation', 'write { loop: [read A] }');
  if (second) reading.report('stray-word', second.key.at(), second.key.text, first.key.text, 'make it an operation of its own');
  if (first.key.text === 'loop') return loop(reading, first.value, first.key, doer);
  if (first.key.text === 'either') return either(reading, first.value, first.key, doer);
  return reading.report('unknown-key', first.key.at(), first.key.text, 'an operation', known);
}

function loop(reading: Reading, node: Node, key: Passage, doer: Doer): Op | undefined {
  let body: Node | undefined = node;
  let times: Placed<number> | undefined;
  if (isMap(node)) {
    let timed = false;
    body = undefined;
    for (const entry of reading.entries(node, 'loop') ?? []) {
      if (entry.key.text === 'do') body = entry.value;
      else if (entry.key.text === 'times') {
        timed = true;
        times = reading.integer(entry.value, 'times', 1, TIMES_MAX);
      } else reading.report('unknown-key', entry.key.at(), entry.key.text, 'loop', ['times', 'do']);
    }
    if (body === undefined) return reading.report('missing-key', key.at(), 'do', 'loop', 'the list of operations to repeat');
    if (!timed) return reading.report('missing-key', key.at(), 'times', 'loop', 'a number; what loops for ever is { loop: [read A] }');
  } else if (doer.name === 'setup') reading.report('setup-must-end', key.at(), 'loop');
  if (isEmpty(body)) return reading.report('empty', key.at(), 'loop', 'give it operations to repeat: { loop: [read A] }');
  const ops = parseOps(reading, body, { ...doer, what: 'loop', depth: doer.depth + 1 });
  return ops && { kind: 'loop', times: times?.value, body: ops, at: key.at() };
}

function either(reading: Reading, node: Node, key: Passage, doer: Doer): Op | undefined {
  const ways = reading.list(node, 'either');
  if (ways === undefined) return undefined;
  const example = '{ either: [[read A], [write A]] }';
  const found = ['nothing', 'one'][ways.length];
  if (found) reading.report('wrong-type', key.at(), 'either', 'a list of two ways or more', found, `write ${example}`);
  const inner = { ...doer, what: 'a way of either', depth: doer.depth + 1 };
  const parsed = ways.map(way =>
    isSeq(way) ? parseOps(reading, way, inner) : reading.wrongType(way, inner.what, 'a list', `write ${example}`),
  );
  return { kind: 'either', ways: parsed.map(way => way ?? []), at: key.at() };
}

// Single operations

function single(reading: Reading, node: Node, doer: Doer): NumberedOp | undefined {
  const n = doer.numbered.push(undefined);
  const passage = reading.passage(node, `an operation of ${doer.what}`);
  const op = passage && numbered(reading, passage, doer, n);
  doer.numbered[n - 1] = op;
  return op;
}

function numbered(reading: Reading, passage: Passage, doer: Doer, n: number): NumberedOp | undefined {
  const [head, second, third] = passage.words();
  const at = passage.at();
  if (head === undefined) return reading.report('empty', at, `an operation of ${doer.what}`, 'write what it does, for example: read A');
  if (doer.name === 'setup' && (head.text === 'exit' || head.text === 'wait')) return reading.report('setup-must-end', at, head.text);
  if (head.text === 'exit') {
    if (second) reading.report('stray-word', second.at, second.text, 'exit');
    return { kind: 'exit', n, at };
  }
  if (head.text === 'wait') {
    if (second?.text !== 'until') return reading.report('missing-word', head.at, '"until" and a condition', 'wait');
    if (third === undefined) return reading.report('missing-word', second.at, 'a condition', 'wait until');
    const until = parseCondition(reading, passage.slice(third.from));
    return until && { kind: 'wait', n, until, at };
  }
  if (head.text === 'loop' || head.text === 'either') {
    const example = head.text === 'loop' ? '{ loop: [read A] }' : '{ either: [[read A], [write A]] }';
    return reading.report('wrong-type', at, head.text, 'a map', 'a text', `write ${example}`);
  }
  const verb = reading.words.verbs.find(({ name }) => name === head.text);
  const known = [...reading.words.verbs.map(({ name }) => name), ...structures];
  if (verb === undefined) return reading.report('unknown-verb', head.at, head.text, known);
  mayDo(reading, verb, head.at, doer);
  return verbOp(reading, verb, passage, n);
}

/** Reports a verb that this kind of actor, or of device, cannot do. */
function mayDo(reading: Reading, verb: VerbWord, at: Place, { name, actor, deviceKind }: Doer): void {
  if (actor === undefined) return;
  const names = { task: 'a thread of a process', kthread: 'a kernel thread', device: 'a device' };
  const is = actor.kind === 'task' ? `a thread of ${actor.process.value}` : names[actor.kind];
  if (!verb.by.includes(actor.kind)) {
    const roles = reading.words.roles.map(role => `${name} as ${role}`).join(', ');
    const leave = actor.kind === 'kthread' ? `leave "as ${actor.role}" out` : 'name the thread after no device';
    const todo = { task: leave, kthread: `make it one: ${roles}`, device: 'declare a device and name the thread after it' };
    reading.report('wrong-actor', at, verb.name, verb.by.map(kind => names[kind]).join(' or '), name, is, todo[verb.by[0] ?? 'task']);
    return;
  }
  const can = reading.words.devices.find(device => device.name === deviceKind)?.verbs;
  if (actor.kind === 'device' && deviceKind && can && !can.includes(verb.name)) {
    reading.report('wrong-device', at, verb.name, name, deviceKind, can);
  }
}

function verbOp(reading: Reading, verb: VerbWord, passage: Passage, n: number): VerbOp | undefined {
  const [head, ...rest] = passage.words() as [Word, ...Word[]];
  const groups = verb.words ?? [];
  const known = groups.flatMap(({ words }) => words);
  const isCount = ({ text }: Word): boolean => verb.count !== undefined && /^x\d+$/.test(text);
  let object: Placed<string> | undefined;
  if (verb.object !== 'none') {
    const word = rest[0];
    const there = word !== undefined && !known.includes(word.text) && !isCount(word);
    if (there) {
      object = { value: word.text, at: word.at };
      rest.shift();
    } else if (verb.object !== 'page?') {
      return reading.report('missing-word', head.at, verb.object === 'page' ? 'a page' : 'a process', verb.name);
    }
  }
  let other: Placed<string> | undefined;
  const next = rest[0];
  if (verb.other !== undefined && next !== undefined && !known.includes(next.text) && !isCount(next)) {
    other = { value: next.text, at: next.at };
    rest.shift();
  } else if (verb.other === 'required') return reading.report('missing-word', passage.at(), 'a second page', passage.text);
  const words: Placed<string>[] = [];
  let count: Placed<number> | undefined;
  for (const word of rest) {
    const group = groups.find(one => one.words.includes(word.text));
    const rival = words.find(one => group?.words.includes(one.value));
    if (rival) reading.report('conflicting-words', word.at, word.text, rival.value);
    else if (group) words.push({ value: word.text, at: word.at });
    else if (verb.count && isCount(word)) {
      if (count) reading.report('conflicting-words', word.at, word.text, `x${count.value}`);
      count ??= reading.integerAt(word.text.slice(1), word.at, `the count of ${verb.name}`, verb.count.min, verb.count.max);
    } else if (known.length > 0 || verb.count) {
      reading.report('unknown-word', word.at, word.text, `after ${verb.name}`, verb.count ? [...known, 'xN'] : known);
    } else reading.report('stray-word', word.at, word.text, object?.value ?? verb.name, `${verb.name} takes no more words`);
  }
  for (const { words: choice, required } of groups) {
    const there = words.some(({ value }) => choice.includes(value));
    if (required && !there) reading.report('missing-word', passage.at(), `one of ${choice.join(', ')}`, passage.text);
  }
  const page = verb.object === 'page' || verb.object === 'page?' ? object : undefined;
  const process = page ? undefined : object;
  return {
    kind: 'verb',
    n,
    verb: { value: verb.name, at: head.at },
    page,
    other,
    process,
    words,
    count: count?.value ?? 1,
    at: passage.at(),
  };
}
