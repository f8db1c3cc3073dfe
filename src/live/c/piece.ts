// A piece of the emitted program: the C text that defines one page kind, pin or operation.
// Only the pieces that a program's cases name are emitted, so a reproducer shows nothing it does not use.

export interface Piece {
  /** Defines `kind_NAME`, `pin_NAME` or `op_NAME` and what it is made of. */
  readonly c: string;
}

/** The texts of the named pieces, each once, in the order of the record. */
export function piecesNamed(pieces: Readonly<Record<string, Piece>>, names: readonly string[]): string {
  const stranger = names.find(name => !Object.hasOwn(pieces, name));
  if (stranger !== undefined)
    throw new Error(`no piece of the program is named "${stranger}"; there are ${Object.keys(pieces).join(', ')}`);
  return Object.entries(pieces)
    .filter(([name]) => names.includes(name))
    .map(([, piece]) => piece.c)
    .join('');
}
