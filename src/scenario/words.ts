// A vocabulary: the words a scenario file may use, as data, handed in by whoever knows the model and the kernels.
// The parser knows no kernel, verb or property by itself; this file also finds the known word nearest to a wrong one.
import type { Actor, PropertyKind } from './syntax.js';

export interface Vocabulary {
  /** Oldest first: ranges are read in this order. */
  readonly kernels: readonly string[];
  readonly proposals: readonly string[];
  readonly properties: readonly PropertyWord[];
  /** Kinds of memory: `anon`, … */
  readonly memory: readonly string[];
  /** Whose file it may be: `ext4`, … */
  readonly filesystems?: readonly string[];
  readonly devices: readonly DeviceWord[];
  /** What a thread may run `as`: `kswapd`, … */
  readonly roles: readonly string[];
  readonly verbs: readonly VerbWord[];
  /** Where a thread may stand (`THREAD at LABEL`); left out: any label passes, and the builder decides. */
  readonly labels?: readonly string[];
}

export interface PropertyWord {
  readonly name: string;
  /** The lists it makes sense in: a bad thing belongs under `never`, not under `always`. */
  readonly kinds: readonly PropertyKind[];
}

export interface DeviceWord {
  readonly name: string;
  /** What may follow the `@`; left out: any kernel; empty: no `@` at all. */
  readonly versions?: readonly string[];
  /** What such a device can do; left out: every verb a device may use. */
  readonly verbs?: readonly string[];
}

export interface VerbWord {
  readonly name: string;
  /** What the verb acts on; `page?` may leave it out, `new-process` brings a process into being. */
  readonly object: 'page' | 'page?' | 'process' | 'new-process' | 'none';
  /** A second page may follow, or has to. */
  readonly other?: 'optional' | 'required';
  readonly by: readonly Actor['kind'][];
  /** The words that may follow; at most one of each group. */
  readonly words?: readonly WordGroup[];
  /** The bounds of `xN`; left out: the verb takes no count. */
  readonly count?: { readonly min: number; readonly max: number };
  /** What `THREAD.N = VALUE` may compare; left out: the operation answers nothing. */
  readonly result?: { readonly numbers?: boolean; readonly data?: boolean; readonly words?: readonly string[] };
  /** The commit that brought it; left out: every kernel here has it. */
  readonly needs?: string;
  /** The commit that brought it to user space: kernel threads have had it for ever. */
  readonly needsOfTask?: string;
  /** Whether the operation leaves bytes of its own behind, so that `data(…) = THREAD.N` can mean them; a word: only with that word. */
  readonly writes?: boolean | string;
}

export interface WordGroup {
  readonly words: readonly string[];
  /** One of them must be there. */
  readonly required?: boolean;
}

/** Longer than any word we know; keeps the comparison cheap on garbage. */
const WORD_MAX = 64;

/** The known word that was most likely meant, or undefined when none is near; the first one wins a tie. */
export function nearest(found: string, known: readonly string[]): string | undefined {
  if (found.length === 0 || found.length > WORD_MAX) return undefined;
  const wanted = found.toLowerCase();
  let best: string | undefined;
  let least = 1 + Math.max(1, Math.floor(found.length / 3));
  for (const word of known) {
    const steps = editDistance(wanted, word.toLowerCase(), least);
    // Half of the letters must stay, or any page would be near any other.
    if (steps < least && steps * 2 <= found.length) {
      least = steps;
      best = word;
    }
  }
  // A word broken off early is far away in letters and still clear: "useless" for "useless-invalidation".
  return best ?? (found.length >= 3 ? known.find(word => word.toLowerCase().startsWith(wanted)) : undefined);
}

/** Letters to insert, delete, replace or swap with a neighbour; `limit` stands for anything from `limit` on. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || b.length > WORD_MAX) return limit;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) steps = Math.min(steps, before[j - 2] + 1);
      row.push(steps);
    }
    before = above;
    above = row;
  }
  return Math.min(above[b.length], limit);
}
