// A case: one page kind, one pin, one operation, by the names of the measured table.
// What may be named is what the emitted program has a piece for.
import { kinds } from './c/kinds.js';
import { ops } from './c/ops.js';
import { pins } from './c/pins.js';

export type LiveKind = keyof typeof kinds;
export type LivePin = keyof typeof pins;
export type LiveOp = keyof typeof ops;

export interface LiveCase {
  readonly kind: LiveKind;
  readonly pin: LivePin;
  readonly op: LiveOp;
}

const names = <T extends object>(pieces: T) => Object.keys(pieces) as (keyof T)[];

/** The page kinds that a case may name. */
export const liveKinds: readonly LiveKind[] = names(kinds);
/** The pins that a case may name. */
export const livePins: readonly LivePin[] = names(pins);
/** The operations that a case may name. */
export const liveOps: readonly LiveOp[] = names(ops);

/** The thread's experiment: may reclaim unmap what a pin will keep it from freeing? */
export const threadCases: readonly LiveCase[] = (['anon', 'anon_sc', 'memfd'] as const).flatMap(kind =>
  (['uring_fixed', 'vmsplice', 'none'] as const).map(pin => ({ kind, pin, op: 'pageout' as const })),
);

/** `anon/uring_fixed/pageout`: the name of a case in messages. */
export function caseName({ kind, pin, op }: LiveCase): string {
  return `${kind}/${pin}/${op}`;
}
