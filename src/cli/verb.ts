// A verb: one command as data, and what it hands back. Commands neither print nor exit: main does, as text or as JSON.
import type { Fault, Style } from '../report/index.js';
import type { Exit } from './exit.js';

export interface Context {
  readonly json: boolean;
  /** Times are left out, so that the same input gives the same bytes. */
  readonly timing: boolean;
  readonly style: Style;
  readonly cwd: string;
  /** Somebody looks at stderr: a line there may be written over. */
  readonly terminal: boolean;
  /** Columns of that terminal. */
  readonly terminalColumns: number;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** One line to stderr. */
  say(line: string): void;
  /** Writes over the line at the bottom of a terminal; '' clears it. */
  status(line: string): void;
}

/** What came of a command. */
export interface Outcome {
  readonly exit: Exit;
  /** The `data` of the JSON document. */
  readonly data: unknown;
  /** For people, written only when no JSON is asked for. */
  readonly lines: (style: Style) => readonly string[];
  /** In the JSON document; for people, what `said` says goes to stderr. */
  readonly errors?: readonly SaidFault[];
}

/** A fault and how it is told to people, where that is more than its message. */
export interface SaidFault extends Fault {
  readonly said?: string;
}

/** What may stand in a place, for completion in shells; asked only when somebody presses the key. */
export type Names = () => Promise<readonly string[]>;

export interface Argument {
  /** As commander has it: `[scenarios...]`. */
  readonly name: string;
  readonly says: string;
  readonly names?: Names;
}

export interface Option {
  /** As commander has it: `--kernel <names>`. */
  readonly flags: string;
  readonly says: string;
  /** May be given several times; the values are collected. */
  readonly many?: boolean;
  readonly choices?: readonly string[];
  readonly names?: Names;
  /** Reads the value, or throws an InvalidArgumentError. */
  readonly parse?: (text: string) => unknown;
}

export interface Example {
  readonly command: string;
  readonly says: string;
}

export type Options = Readonly<Record<string, unknown>>;

export interface Verb {
  readonly name: string;
  readonly says: string;
  /** For scripts: in no list of verbs. */
  readonly hidden?: boolean;
  readonly args?: readonly Argument[];
  readonly options: readonly Option[];
  readonly examples: readonly Example[];
  run(context: Context, words: readonly string[], options: Options): Promise<Outcome>;
}

/** What the user can mend: told in one sentence, with what exists and what to do. */
export class UsageError extends Error {
  readonly faults: readonly SaidFault[];
  constructor(message: string, hint?: string, code = 'usage') {
    super(message);
    this.faults = [hint === undefined ? { code, message } : { code, message, hint }];
  }
}

/** Several of them at once, as a scenario file can have. */
export class UsageErrors extends UsageError {
  override readonly faults: readonly SaidFault[];
  constructor(faults: readonly SaidFault[]) {
    super(faults.map(({ message }) => message).join('; '));
    this.faults = faults;
  }
}
