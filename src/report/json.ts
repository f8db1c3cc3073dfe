// The machine output: one document a command, the same envelope around all of them, errors inside it.

/** Raised when a reader of an earlier document would misread a later one. */
export const SCHEMA = 1;

/** What went wrong, for a machine. */
export interface Fault {
  /** A word of a closed set of this program's. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at?: { readonly file: string; readonly line: number; readonly col: number };
}

export interface Envelope {
  readonly version: string;
  /** The command that answered, or `error` where none could. */
  readonly type: string;
  readonly data: unknown;
  readonly errors: readonly Fault[];
}

/** The document, on one line. */
export function jsonDocument({ version, type, data, errors }: Envelope): string {
  return `${JSON.stringify({ schema: SCHEMA, version, type, data: data ?? null, errors })}\n`;
}
