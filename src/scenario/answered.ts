// Answers: what an operation leaves behind, as `THREAD.N = VALUE` compares it.
import { WORDS_FROM } from './results.js';

/** What a path leaves in its frame as its answer: bytes, or one of the verb's words. */
export interface Answered {
  readonly content?: number;
  readonly segv?: number;
  readonly sigbus?: number;
  readonly mce?: number;
  readonly result?: number;
  readonly error?: number;
}
export function answer({ content = 0, segv, sigbus, mce, result = 0, error = 0 }: Answered, failure: boolean): number {
  if (error > 0) return WORDS_FROM + error - 1;
  if (segv === 1) return WORDS_FROM;
  if (sigbus === 1) return WORDS_FROM + 1;
  if (mce === 1) return WORDS_FROM + 2;
  return failure ? WORDS_FROM + result : content;
}
