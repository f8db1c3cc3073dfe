// The parser of scenario files: from YAML text to a syntax tree, or to all the problems the text has.
// Entries may stand in any order; they are read so that each finds the names it needs.
import { isMap, type Node } from 'yaml';
import { parseCondition } from './condition.js';
import { parseDevices } from './devices.js';
import { parseExpect } from './expect.js';
import { parseKernels } from './kernels-range.js';
import { lookUp } from './look-up.js';
import { parseMemory } from './memory.js';
import { Names } from './names.js';
import type { Placed } from './place.js';
import { type Problem, quote } from './problem.js';
import { parseProperties, propertyKinds } from './properties.js';
import { kindOf, Reading } from './reading.js';
import type { Live, Property, ScenarioFile } from './syntax.js';
import { parseSetup, parseThreads } from './threads.js';
import type { Vocabulary } from './words.js';

export interface Parsed {
  /** There exactly when there is no problem. */
  readonly file?: ScenarioFile;
  /** All of them, in the order of their places. */
  readonly problems: readonly Problem[];
}

/** The entries of a file, in the order in which the documentation has them. */
const keys = [
  ...(['asks', 'note', 'kernels', 'bias', 'frames', 'slots', 'swap', 'memory', 'devices', 'setup', 'threads'] as const),
  ...(['never', 'always', 'sometimes', 'eventually', 'exists', 'expect', 'budget', 'live'] as const),
];
type Key = (typeof keys)[number];

type Size = 'bias' | 'frames' | 'slots' | 'budget';
const bounds: Readonly<Record<Size, readonly [min: number, max: number]>> = {
  bias: [2, 65_536],
  frames: [1, 14],
  slots: [0, 15],
  budget: [1, 1_000_000_000],
};

/** Parses a scenario file; never throws. The name is kept in the tree, for reports. */
export function parseScenario(text: string, name: string, words: Vocabulary): Parsed {
  const reading = new Reading(text, words);
  const file = parseFile(reading, name);
  const problems = inOrder(reading.problems);
  return file && problems.length === 0 ? { file, problems } : { problems };
}

function parseFile(reading: Reading, name: string): ScenarioFile | undefined {
  const root = reading.root();
  if (root === undefined) return undefined;
  if (!isMap(root)) return reading.report('not-a-map', root ? reading.placeOf(root) : reading.place(0, 0), kindOf(root));
  const nodes = entriesOf(reading, root);
  const read = <T>(key: Key, parse: (node: Node) => T): T | undefined => {
    const node = nodes.get(key);
    return node && parse(node);
  };
  const number = (key: Size) => read(key, node => reading.integer(node, key, ...bounds[key]));

  const names = new Names();
  const asks = read('asks', node => parseAsks(reading, node));
  const note = read('note', node => parseText(reading, node, 'note'));
  const kernels = read('kernels', node => parseKernels(reading, node)) ?? [];
  const [bias, frames, slots, budget] = [number('bias'), number('frames'), number('slots'), number('budget')];
  const swap = read('swap', node => parseSwap(reading, node));
  const memory = read('memory', node => parseMemory(reading, node, names)) ?? [];
  const devices = read('devices', node => parseDevices(reading, node, names)) ?? [];
  const setup = read('setup', node => parseSetup(reading, node, names)) ?? [];
  const threads = read('threads', node => parseThreads(reading, node, names, devices)) ?? [];
  if (!nodes.has('memory')) names.pages = undefined;
  if (!nodes.has('threads')) names.threads = undefined;
  const properties: Property[] = [];
  for (const kind of propertyKinds) properties.push(...(read(kind, node => parseProperties(reading, node, kind, properties)) ?? []));
  const exists = read('exists', node => {
    const passage = reading.passage(node, 'exists');
    return passage && parseCondition(reading, passage);
  });
  const expect = read('expect', node => parseExpect(reading, node, { properties, exists })) ?? [];
  const live = read('live', node => parseLive(reading, node));
  lookUp(reading, names, { devices, setup, threads, properties, exists });
  if (asks === undefined) return undefined;
  const sizes = { bias, frames, slots, budget };
  return { name, asks, note, kernels, ...sizes, swap, memory, devices, setup, threads, properties, exists, expect, live };
}

/** The top level: which entries there are, and that none is unknown or missing. */
function entriesOf(reading: Reading, root: Node): ReadonlyMap<Key, Node> {
  const nodes = new Map<Key, Node>();
  for (const { key, value } of reading.entries(root, 'the scenario') ?? []) {
    const known = keys.find(one => one === key.text);
    if (known === undefined) reading.report('unknown-key', key.at(), key.text, 'the scenario', keys);
    else nodes.set(known, value);
  }
  const [start] = root.range ?? [0];
  const required = {
    asks: 'the question, a text that ends with ?',
    memory: 'the pages: { A: anon }',
    threads: 'who does what: { reclaimer: [reclaim A] }',
  };
  for (const [key, what] of Object.entries(required)) {
    if (!nodes.has(key as Key)) reading.report('missing-key', reading.place(start, start), key, 'the scenario', what);
  }
  return nodes;
}

function parseText(reading: Reading, node: Node, what: string): Placed<string> | undefined {
  const passage = reading.passage(node, what);
  return passage && { value: passage.text, at: passage.at() };
}

function parseAsks(reading: Reading, node: Node): Placed<string> | undefined {
  const passage = reading.passage(node, 'asks');
  if (passage === undefined) return undefined;
  if (!passage.text.endsWith('?')) reading.report('not-a-question', passage.at(Math.max(0, passage.text.length - 1)));
  return { value: passage.text, at: passage.at() };
}

function parseSwap(reading: Reading, node: Node): ScenarioFile['swap'] {
  const passage = reading.passage(node, 'swap');
  if (passage === undefined) return undefined;
  const { text } = passage;
  if (text === 'tight' || text === 'roomy') return { value: text, at: passage.at() };
  return reading.report('unknown-word', passage.at(), text, 'after swap', ['tight', 'roomy']);
}

function parseLive(reading: Reading, node: Node): Live | undefined {
  const passage = reading.passage(node, 'live');
  if (passage === undefined) return undefined;
  const at = passage.at();
  if (passage.text === 'yes') return { runs: true, at };
  const no = /^no(?:\s*[,:]\s*|\s+|$)/.exec(passage.text);
  if (no === null) return reading.report('wrong-type', at, 'live', 'yes or "no, because …"', quote(passage.text));
  const why = passage.text.slice(no[0].length);
  return why === '' ? reading.report('no-reason', at) : { runs: false, why, at };
}

/** By place; a mistake that two look-ups met is told once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => a.at.line - b.at.line || a.at.col - b.at.col);
  const told = new Set<string>();
  return sorted.filter(({ message, at }) => {
    const once = `${at.line}:${at.col} ${message}`;
    return !told.has(once) && told.add(once);
  });
}
