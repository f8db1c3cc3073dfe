// An expectation: which verdict the file expects for a property on a kernel, with these proposals applied.
// The most specific entry that speaks of the property decides; entries as specific as each other agree, the parser sees to that.
import type { Condition, KernelSet, Property, Says, ScenarioFile, Verdict } from './syntax.js';

/** What an expectation speaks about: the properties of the file. */
export interface Judged {
  readonly properties: readonly Property[];
  readonly exists: Condition | undefined;
}

/**
 * The verdict the file expects, or undefined when it expects none. Entries with proposals count only when all of them are on,
 * entries without only when none is. Undefined too when two proposals are on whose entries contradict each other.
 */
export function expectationFor(
  file: Judged & Pick<ScenarioFile, 'expect'>,
  kernel: string,
  proposals: readonly string[],
  property: string,
): Verdict | undefined {
  let best = 0;
  let verdicts = new Set<Verdict>();
  for (const { on, says } of file.expect) {
    const verdict = verdictOf(file, says, property);
    if (verdict === undefined) continue;
    for (const set of on) {
      if (!applies(set, kernel, proposals)) continue;
      const weight = specificity(set);
      if (weight < best) continue;
      if (weight > best) verdicts = new Set();
      best = weight;
      verdicts.add(verdict);
    }
  }
  const [verdict, other] = verdicts;
  return other === undefined ? verdict : undefined;
}

/** A kernel's name says more than a range, a range more than nothing, and any proposal more than none; more proposals break the tie. */
export function specificity({ kind, proposals }: KernelSet): number {
  const base = { others: 1, range: 2, kernel: 3, any: 1 }[kind];
  return proposals.length === 0 ? base : (3 + base) * 1000 + proposals.length;
}

function applies(set: KernelSet, kernel: string, proposals: readonly string[]): boolean {
  if (set.proposals.length === 0 ? proposals.length > 0 : !set.proposals.every(name => proposals.includes(name))) return false;
  return set.kind === 'kernel' ? set.kernel === kernel : set.kind === 'range' ? set.kernels.includes(kernel) : true;
}

/** What an entry says about a property, if it does. */
export function verdictOf(file: Judged, says: Says, property: string): Verdict | undefined {
  if (says.kind === 'each') return says.verdicts.find(one => one.property.value === property)?.verdict;
  return says.verdict === 'holds' || violable(file).includes(property) ? says.verdict : undefined;
}

/** The properties of the file that can be violated; what should happen sometimes is unreached instead. */
export function violable({ properties }: Judged): string[] {
  return properties.filter(({ kind }) => kind !== 'sometimes').map(({ name }) => name);
}
