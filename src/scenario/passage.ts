// A passage: a text of the file, which knows where each of its characters stands in the source.
// Quoting, escapes and folding make a YAML string differ from its source; a caret must still hit the character meant.
import type { Place } from './place.js';

/** Turns two offsets in the source into a place. */
type Locate = (start: number, end: number) => Place;

export interface Word {
  readonly text: string;
  readonly at: Place;
  /** Where in the passage the word starts. */
  readonly from: number;
}

export class Passage {
  /** `offsets[i]` is where `text[i]` stands; one more entry tells where the text ends. */
  constructor(
    readonly text: string,
    private readonly offsets: readonly number[],
    private readonly locate: Locate,
  ) {}

  /** The place of a stretch of the text, by default of all of it. */
  at(from = 0, to = this.text.length): Place {
    return this.locate(this.offsets[from] ?? 0, this.offsets[to] ?? 0);
  }

  slice(from: number, to = this.text.length): Passage {
    return new Passage(this.text.slice(from, to), this.offsets.slice(from, to + 1), this.locate);
  }

  trim(): Passage {
    const from = this.text.length - this.text.trimStart().length;
    return this.slice(from, Math.max(from, this.text.trimEnd().length));
  }

  /** The words between blanks; a comma is a word of its own. */
  words(): Word[] {
    return Array.from(this.text.matchAll(/,|[^\s,]+/g), ({ 0: text, index }) => ({
      text,
      at: this.at(index, index + text.length),
      from: index,
    }));
  }

  /** The pieces between separators, trimmed. */
  split(separator: string): Passage[] {
    const pieces: Passage[] = [];
    for (let from = 0; from <= this.text.length; ) {
      const found = this.text.indexOf(separator, from);
      const to = found < 0 ? this.text.length : found;
      pieces.push(this.slice(from, to).trim());
      from = to + separator.length;
    }
    return pieces;
  }
}

/**
 * Where each character of a YAML string stands in its source, by walking both side by side: a run of blanks with a line break
 * in it stands for the blanks it was folded into, an escape for its one character. `start` is behind an opening quote or block header.
 */
export function offsetsOf(value: string, source: string, start: number, quoted: 'single' | 'double' | undefined): number[] {
  const offsets: number[] = [];
  let at = start;
  for (let i = 0; i < value.length; ) {
    if (quoted === 'double') at = afterContinuation(source, at);
    const run = /^\s*/.exec(source.slice(at, at + RUN_MAX))?.[0] ?? '';
    if (run.includes('\n') && /\s/.test(value[i] ?? '')) {
      while (i < value.length && /\s/.test(value[i] ?? '')) offsets[i++] = at;
      at += run.length;
      continue;
    }
    // The indentation of a block's first line is not part of the value.
    if (run !== '' && !/\s/.test(value[i] ?? '')) at += run.length;
    const length = quoted === 'single' && source.startsWith("''", at) ? 2 : quoted === 'double' ? escapeLength(source, at) : 1;
    // One escape may be two units of UTF-16.
    const units = length > 2 && (value.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
    for (let unit = 0; unit < units && i < value.length; unit++) offsets[i++] = at;
    at += length;
  }
  offsets.push(at);
  return offsets;
}

/** Blanks looked over at a time; a longer run of them only costs accuracy. */
const RUN_MAX = 4096;

/** A backslash at the end of a double-quoted line joins it to the next: no character of the value stands for it. */
function afterContinuation(source: string, at: number): number {
  const join = /^\\\r?\n\s*/.exec(source.slice(at, at + RUN_MAX));
  return join === null ? at : at + join[0].length;
}

function escapeLength(source: string, at: number): number {
  if (source[at] !== '\\') return 1;
  const digits = { x: 2, u: 4, U: 8 }[source[at + 1] ?? ''] ?? 0;
  return 2 + digits;
}
