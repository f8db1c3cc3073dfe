// A token: a word, number or sign of a condition, and where it stands.
// The last one is always the end, so that "something is missing" has a place too.
import type { Passage } from './passage.js';
import type { Place } from './place.js';

export interface Token {
  readonly kind: 'word' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly at: Place;
}

/** Words may have hyphens inside (`maybe-pinned`) and errno names a minus in front (`-EBUSY`); any other character is a sign. */
const token = /(-?[A-Za-z_]\w*(?:-\w+)*)|(-?\d+)|<=|>=|!=|[^\s]/gu;

export function tokensOf(passage: Passage): Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, 1: word, 2: number, index: from } of passage.text.matchAll(token)) {
    const to = from + text.length;
    tokens.push({ kind: word !== undefined ? 'word' : number !== undefined ? 'number' : 'sign', text, from, to, at: passage.at(from, to) });
  }
  const end = passage.text.length;
  tokens.push({ kind: 'end', text: '', from: end, to: end, at: passage.at(end, end) });
  return tokens;
}
