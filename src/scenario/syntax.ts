// The syntax tree of a scenario file: plain readonly data, every node with its place.
// Names in it have been looked up: a tree handed out by parseScenario refers to nothing that does not exist.
import type { Place, Placed } from './place.js';

export interface ScenarioFile {
  /** The name the caller gave (usually the file's name without its ending). */
  readonly name: string;
  readonly asks: Placed<string>;
  readonly note: Placed<string> | undefined;
  /** Where the scenario is meaningful; empty means on every kernel. */
  readonly kernels: readonly (OneKernel | KernelRange)[];
  /** GUP_PIN_COUNTING_BIAS. */
  readonly bias: Placed<number> | undefined;
  readonly frames: Placed<number> | undefined;
  /** Swap slots. */
  readonly slots: Placed<number> | undefined;
  /** Whether swap may be found full, or more than half full, at any moment; without it, it may. */
  readonly swap: Placed<'tight' | 'roomy'> | undefined;
  readonly memory: readonly Memory[];
  readonly devices: readonly Device[];
  /** Done by mm0 before any thread starts; conditions call its operations `setup.N`. */
  readonly setup: readonly Op[];
  readonly threads: readonly Thread[];
  readonly properties: readonly Property[];
  readonly exists: Condition | undefined;
  readonly expect: readonly Expectation[];
  /** States an exploration may visit. */
  readonly budget: Placed<number> | undefined;
  readonly live: Live | undefined;
}

export type Live = { readonly runs: true; readonly at: Place } | { readonly runs: false; readonly why: string; readonly at: Place };

// Memory and devices

export type Sharing = 'shared' | 'private';
export type ZoneWord = 'movable' | 'cma';
export type MemoryState =
  | 'swapcache'
  | 'swapped'
  | 'mlocked'
  | 'lazyfree'
  | 'untouched'
  | 'mergeable'
  | 'zeropage'
  | 'readonly'
  | 'protnone'
  | 'dirty'
  | 'clean';

export interface Memory {
  readonly name: string;
  readonly kind: Placed<string>;
  /** At least one; mm0 when the file names none. */
  readonly processes: readonly Placed<string>[];
  readonly sharing: Placed<Sharing> | undefined;
  readonly state: Placed<MemoryState> | undefined;
  readonly order: Placed<number> | undefined;
  /** Where its frame lies; undefined: in ordinary memory. */
  readonly zone: Placed<ZoneWord> | undefined;
  /** The page can be mapped by a PMD, and is, unless it is `pte-mapped`. */
  readonly thp: Placed<'thp'> | undefined;
  readonly pteMapped: Placed<'pte-mapped'> | undefined;
  /** Of a file: whose. */
  readonly filesystem?: Placed<string> | undefined;
  /** Its disk checksums what is written. */
  readonly checksums?: Placed<'checksums'> | undefined;
  /** VM_MIXEDMAP, as a driver's mapping has it: fork copies its entries in any case. */
  readonly mixedmap?: Placed<'mixedmap'> | undefined;
  /** The name's place. */
  readonly at: Place;
}

export interface Device {
  readonly name: string;
  readonly kind: Placed<string>;
  /** The driver's version (`i915@v5.13`); it does not change with the kernel. */
  readonly version: Placed<string> | undefined;
  /** The process whose mmu notifier calls it hears. */
  readonly watches: Placed<string> | undefined;
  readonly at: Place;
}

// Threads and operations

/** Who a thread is: a task of a process, a kernel thread, or a device working on a process's memory. */
export type Actor =
  | { readonly kind: 'task'; readonly process: Placed<string> }
  | { readonly kind: 'kthread'; readonly role: string }
  | { readonly kind: 'device'; readonly device: string; readonly process: Placed<string> };

export interface Thread {
  readonly name: string;
  readonly actor: Actor;
  readonly ops: readonly Op[];
  readonly at: Place;
}

/** An operation that has a number: `n` counts from 1 through the thread's text, into loops and both sides of an either. */
export type NumberedOp = VerbOp | ExitOp | WaitOp;
export type Op = NumberedOp | LoopOp | EitherOp;

export interface VerbOp {
  readonly kind: 'verb';
  readonly n: number;
  readonly verb: Placed<string>;
  readonly page: Placed<string> | undefined;
  /** A second page: where to, or with which one. */
  readonly other: Placed<string> | undefined;
  readonly process: Placed<string> | undefined;
  /** In the order written. */
  readonly words: readonly Placed<string>[];
  /** The N of `xN`; 1 when it is not written. */
  readonly count: number;
  readonly at: Place;
}
export interface ExitOp {
  readonly kind: 'exit';
  readonly n: number;
  readonly at: Place;
}
export interface WaitOp {
  readonly kind: 'wait';
  readonly n: number;
  readonly until: Condition;
  readonly at: Place;
}
export interface LoopOp {
  readonly kind: 'loop';
  /** Undefined: for ever. */
  readonly times: number | undefined;
  readonly body: readonly Op[];
  readonly at: Place;
}
export interface EitherOp {
  readonly kind: 'either';
  /** At least two; a way may be empty. */
  readonly ways: readonly (readonly Op[])[];
  readonly at: Place;
}

// Conditions

export type Condition =
  | { readonly kind: 'not'; readonly of: Condition; readonly at: Place }
  | { readonly kind: 'and'; readonly left: Condition; readonly right: Condition; readonly at: Place }
  | { readonly kind: 'or'; readonly left: Condition; readonly right: Condition; readonly at: Place }
  | Atom;

export type Atom =
  | { readonly kind: 'pte'; readonly page: PageRef; readonly is: PteState; readonly at: Place }
  | { readonly kind: 'frame'; readonly page: PageRef; readonly is: FrameState; readonly at: Place }
  | { readonly kind: 'signal'; readonly page: PageRef; readonly is: SignalState; readonly at: Place }
  | { readonly kind: 'pinned'; readonly page: PageRef; readonly by: Placed<string> | undefined; readonly at: Place }
  | { readonly kind: 'data'; readonly page: PageRef; readonly by: Reader; readonly is: Datum; readonly at: Place }
  | {
      readonly kind: 'count';
      readonly of: Counter;
      readonly page: PageRef;
      readonly op: Comparison;
      readonly n: number;
      readonly at: Place;
    }
  | { readonly kind: 'flag'; readonly flag: Flag; readonly page: PageRef; readonly at: Place }
  | { readonly kind: 'free'; readonly op: Comparison; readonly n: number; readonly at: Place }
  | { readonly kind: 'result'; readonly of: OpRef; readonly is: Value; readonly at: Place }
  | { readonly kind: 'done'; readonly thread: Placed<string>; readonly at: Place }
  /** Only a model can tell where a thread stands: a scenario with this atom cannot run on a live kernel. */
  | { readonly kind: 'at'; readonly thread: Placed<string>; readonly label: Placed<string>; readonly at: Place };

export type PteState = 'none' | 'swap' | 'migration' | 'hwpoison' | 'device-private' | 'ro' | 'rw';
/** The worst that memory failure has sent the process. */
export type SignalState = 'none' | 'sigbus' | 'sigkill';
export type FrameState = 'same' | 'other' | 'freed';
export type Reader = 'cpu' | 'dma' | 'disk';
export type Counter = 'notified' | 'refcount' | 'mapcount';
export type Flag = 'mlocked' | 'maybe-pinned' | 'swapcache' | 'exclusive' | 'ksm' | 'dirty' | 'buffers' | 'writeback' | 'cached';
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `A` or `A@mm1`; only pte, frame, signal and data take a process. Undefined: the first process the page is in. */
export interface PageRef {
  readonly page: Placed<string>;
  readonly process: Placed<string> | undefined;
}

/** `THREAD.N`; the thread may be `setup`. */
export interface OpRef {
  readonly thread: Placed<string>;
  readonly n: number;
  readonly at: Place;
}

/** What bytes are: those an operation wrote, those there at the start, or zeroes. */
export type Datum =
  | { readonly kind: 'written'; readonly by: OpRef; readonly at: Place }
  | { readonly kind: 'init'; readonly at: Place }
  | { readonly kind: 'zero'; readonly at: Place };

/** What an operation answered: a number, a word of its verb (`EFAULT`), or the bytes it read. */
export type Value =
  | { readonly kind: 'number'; readonly number: number; readonly at: Place }
  | { readonly kind: 'word'; readonly word: string; readonly at: Place }
  | Datum;

// Properties and expectations

export type PropertyKind = 'never' | 'always' | 'sometimes' | 'eventually';

export interface Property {
  readonly kind: PropertyKind;
  readonly name: string;
  /** Undefined: the model defines it under this name. */
  readonly condition: Condition | undefined;
  /** The name's place. */
  readonly at: Place;
}

export type Verdict = 'holds' | 'violated' | 'unreached';

export interface Expectation {
  readonly on: readonly KernelSet[];
  readonly says: Says;
  readonly at: Place;
}

/** A plain verdict (`holds` speaks for all properties, `violated` for the one that can be violated), or one a property. */
export type Says =
  | { readonly kind: 'plain'; readonly verdict: 'holds' | 'violated'; readonly at: Place }
  | { readonly kind: 'each'; readonly verdicts: readonly PropertyVerdict[]; readonly at: Place };

export interface PropertyVerdict {
  /** A property of the model or of this file, or `exists`. */
  readonly property: Placed<string>;
  readonly verdict: Verdict;
}

/** Kernels with the proposals applied to them; `any` is a bare `+v1`, `others` is what nothing else names. */
export type KernelSet =
  | OneKernel
  | KernelRange
  | { readonly kind: 'any'; readonly proposals: readonly string[]; readonly at: Place }
  | { readonly kind: 'others'; readonly proposals: readonly []; readonly at: Place };

export interface OneKernel {
  readonly kind: 'kernel';
  readonly kernel: string;
  readonly proposals: readonly string[];
  readonly at: Place;
}
export interface KernelRange {
  readonly kind: 'range';
  readonly first: string;
  readonly last: string;
  /** All kernels of the range, first and last included, in the vocabulary's order. */
  readonly kernels: readonly string[];
  readonly proposals: readonly string[];
  readonly at: Place;
}
