// The entry `expect`: KERNELS: holds | violated | { PROPERTY: holds|violated|unreached }.
// How an expectation is looked up is in expectation.ts; here it is read, and two entries that contradict each other are found.
import { isMap, type Node } from 'yaml';
import { type Judged, specificity, verdictOf, violable } from './expectation.js';
import { kernelSetText, parseKernelSets } from './kernels-range.js';
import type { Passage } from './passage.js';
import type { Entry, Reading } from './reading.js';
import type { Expectation, KernelSet, PropertyVerdict, Says, Verdict } from './syntax.js';

const verdicts: readonly Verdict[] = ['holds', 'violated', 'unreached'];

export function parseExpect(reading: Reading, node: Node, file: Judged): Expectation[] {
  const entries = reading.entries(node, 'expect');
  if (entries?.length === 0) reading.report('empty', reading.placeOf(node), 'expect', 'write { others: holds }, or leave the entry out');
  const expect = (entries ?? []).flatMap(entry => {
    const on = parseKernelSets(reading, entry.key);
    const says = parseSays(reading, entry, file);
    return says ? [{ on, says, at: entry.key.at() }] : [];
  });
  checkAgreement(reading, file, expect);
  return expect;
}

function parseSays(reading: Reading, { key, value }: Entry, file: Judged): Says | undefined {
  const at = reading.placeOf(value);
  if (isMap(value)) {
    const found = reading.entries(value, `expect ${key.text}`) ?? [];
    if (found.length === 0) reading.report('empty', at, `expect ${key.text}`, 'write holds, violated or { PROPERTY: violated }');
    return { kind: 'each', verdicts: found.flatMap(entry => propertyVerdict(reading, entry, file) ?? []), at };
  }
  const passage = reading.passage(value, `expect ${key.text}`);
  if (passage === undefined) return undefined;
  const { text: verdict } = passage;
  if (verdict === 'holds') return { kind: 'plain', verdict, at };
  if (verdict !== 'violated')
    return reading.report('unknown-word', passage.at(), verdict, 'as a verdict', ['holds', 'violated', '{ PROPERTY: unreached }']);
  const candidates = violable(file);
  return candidates.length === 1 ? { kind: 'plain', verdict, at } : reading.report('unclear-verdict', passage.at(), candidates);
}

function propertyVerdict(reading: Reading, { key, value }: Entry, file: Judged): PropertyVerdict | undefined {
  const passage = reading.passage(value, `the verdict of ${key.text}`);
  const verdict = verdicts.find(word => word === passage?.text);
  if (passage && verdict === undefined) reading.report('unknown-word', passage.at(), passage.text, 'as a verdict', verdicts);
  checkProperty(reading, key, verdict, file);
  return verdict && { property: { value: key.text, at: key.at() }, verdict };
}

/** The property is one of the file's, or one of the model's (some are always on), and can come to this verdict. */
function checkProperty(reading: Reading, key: Passage, verdict: Verdict | undefined, { properties, exists }: Judged): void {
  const own = properties.find(property => property.name === key.text);
  const known = [...new Set([...properties, ...reading.words.properties].map(({ name }) => name)), ...(exists ? ['exists'] : [])];
  if (!known.includes(key.text)) reading.report('unknown-property', key.at(), key.text, known);
  else if (verdict === 'violated' && (key.text === 'exists' || own?.kind === 'sometimes')) {
    reading.report('wrong-verdict', key.at(), key.text, verdict, ['holds', 'unreached']);
  } else if (verdict === 'unreached' && own?.kind === 'eventually') {
    reading.report('wrong-verdict', key.at(), key.text, verdict, ['holds', 'violated']);
  }
}

/** Two sets as specific as each other, with a kernel in common, must not say different things about a property. */
function checkAgreement(reading: Reading, file: Judged, expect: readonly Expectation[]): void {
  const listed = [...file.properties.map(({ name }) => name), ...(file.exists ? ['exists'] : [])];
  const mentioned = expect.flatMap(({ says }) => (says.kind === 'each' ? says.verdicts.map(({ property }) => property.value) : []));
  const properties = [...new Set([...listed, ...mentioned])];
  const all = expect.flatMap(({ on, says }) => on.map(set => ({ set, says })));
  all.forEach(({ set, says }, index) => {
    for (const before of all.slice(0, index)) {
      if (!rivals(before.set, set)) continue;
      const property = properties.find(name => {
        const [one, other] = [verdictOf(file, before.says, name), verdictOf(file, says, name)];
        return one !== undefined && other !== undefined && one !== other;
      });
      if (property === undefined) continue;
      reading.report('conflicting-verdicts', set.at, property, kernelSetText(set), before.set.at.line);
      return;
    }
  });
}

/** Entries of different proposals are no rivals: which of them are on is not up to the file. */
function rivals(a: KernelSet, b: KernelSet): boolean {
  const sameProposals = [...a.proposals].sort().join('+') === [...b.proposals].sort().join('+');
  if (!sameProposals || specificity(a) !== specificity(b)) return false;
  const [some, others] = [kernelsOf(a), kernelsOf(b)];
  return some === undefined || others === undefined || some.some(kernel => others.includes(kernel));
}

const kernelsOf = (set: KernelSet): readonly string[] | undefined =>
  set.kind === 'range' ? set.kernels : set.kind === 'kernel' ? [set.kernel] : undefined;
