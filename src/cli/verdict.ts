// A verdict against what was asked for: whether it contradicts an expectation, and how many verdicts are told in a few words.
import type { PropertyVerdict } from '../judge/index.js';

/** The file expects something else. */
export const missesExpectation = ({ result, expected }: PropertyVerdict): boolean =>
  expected !== undefined && result !== 'inconclusive' && result !== expected;

/** The file expects something else; where it expects nothing, a violation contradicts all the same: the file says `never`. */
export function contradicts(verdict: PropertyVerdict): boolean {
  const { result, expected, name } = verdict;
  if (expected !== undefined) return missesExpectation(verdict);
  return result === 'violated' || (result === 'unreached' && name !== 'exists');
}

/** Seen at least once, so that there is a way to it. */
export const isSighting = ({ depth }: PropertyVerdict): boolean => depth !== undefined;

/** It holds only because its question never came up. */
export const isVacuous = ({ kind, met, result }: PropertyVerdict): boolean => kind === 'never' && met === 0 && result === 'holds';

/** herd7's line: in how many ends the condition held, and in how many not. */
export function observation(scenario: string, { met, seen }: PropertyVerdict): string {
  const word = seen === 0 ? 'Never' : seen === met ? 'Always' : 'Sometimes';
  return `Observation ${scenario} ${word} ${seen} ${met - seen}`;
}

/** `v5.8, v5.11..v5.18`: some of the names that stand in an order, neighbours drawn together where the order has no gaps. */
export function rangesText(all: readonly string[], some: readonly string[], ordered = true): string {
  if (!ordered) return some.join(', ');
  const parts: string[][] = [];
  let before = -2;
  for (const name of all) {
    if (!some.includes(name)) continue;
    const at = all.indexOf(name);
    if (at === before + 1) parts.at(-1)?.push(name);
    else parts.push([name]);
    before = at;
  }
  return parts.map(part => (part.length > 1 ? `${part[0]}..${part.at(-1)}` : part[0])).join(', ');
}
