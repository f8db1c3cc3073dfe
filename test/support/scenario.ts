// A small scenario whose entries a test replaces one by one, and the comparison of problems with marks in the text.
import { expect } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Place } from '../../src/scenario/place.js';
import type { ProblemCode } from '../../src/scenario/problem.js';
import type { ScenarioFile } from '../../src/scenario/syntax.js';
import { sampleWords } from './words.js';

const base: Readonly<Record<string, string>> = {
  asks: 'Is it so?',
  memory: '{ A: anon, B: "anon in mm0, mm1 swapcache" }',
  devices: '{ nic: uring, gpu: kvm watches mm0 }',
  threads: '{ nic: [pin A write longterm], r: [read A, write A, reclaim A, munmap A], k as kswapd: [reclaim A] }',
};

/** The small scenario with some entries replaced, added or (undefined) left out. */
export function scenario(entries: Readonly<Record<string, string | undefined>> = {}): string {
  const all = Object.entries({ ...base, ...entries });
  return all.flatMap(([key, value]) => (value === undefined ? [] : `${key}: ${value}\n`)).join('');
}

/** The tree of a text that has no problem. */
export function parsed(text: string): ScenarioFile {
  const { file, problems } = parseScenario(text, 'sample', sampleWords);
  expect(problems).toEqual([]);
  return file!;
}

type Wanted = readonly [code: ProblemCode, message?: string | RegExp, hint?: string | RegExp];

/** The text has exactly these problems, and in this order they stand where the text is marked «so». */
export function refuses(marked: string, ...wanted: readonly Wanted[]): void {
  const { text, places } = unmarked(marked);
  const { file, problems } = parseScenario(text, 'sample', sampleWords);
  expect(file).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual(wanted.map(([code]) => code));
  expect(problems.map(({ at }) => at)).toEqual(places);
  wanted.forEach(([, message, hint], index) => {
    if (message !== undefined) expect(problems[index]?.message).toMatch(exactly(message));
    if (hint !== undefined) expect(problems[index]?.hint ?? '').toMatch(exactly(hint));
  });
}

const exactly = (text: string | RegExp): RegExp => (typeof text === 'string' ? new RegExp(`^${text.replace(/[^\w\s]/g, '\\$&')}$`) : text);

/** An empty mark «» stands for the one column behind it. */
function unmarked(marked: string): { text: string; places: Place[] } {
  const places: Place[] = [];
  const lines = marked.split('\n').map((line, index) => {
    let plain = '';
    for (const piece of line.split(/(«[^»]*»)/)) {
      const inner = /^«(.*)»$/.exec(piece)?.[1];
      if (inner !== undefined)
        places.push({ line: index + 1, col: plain.length + 1, endCol: plain.length + 1 + Math.max(1, inner.length) });
      plain += inner ?? piece;
    }
    return plain;
  });
  return { text: lines.join('\n'), places };
}

/** A tree without its places, to compare what was read and not where. */
export function placeless<T>(tree: T): T {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([key, inner]) => key !== 'at' && inner !== undefined);
    const [only, other] = entries;
    // A placed value without its place is the value.
    if (only?.[0] === 'value' && other === undefined) return only[1];
    return Object.fromEntries(entries.map(([key, inner]) => [key, strip(inner)]));
  };
  return strip(tree) as T;
}
