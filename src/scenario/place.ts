// A place: where something stands in a scenario file, so that any later stage can point at it.
// Imported by the syntax tree and by problems; it knows neither.

/** One stretch of one line; line and columns count from 1, `endCol` is the column after the last character. */
export interface Place {
  readonly line: number;
  readonly col: number;
  readonly endCol: number;
}

/** A value together with the place it was read from. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Place;
}
