// What check, matrix and callers write with --json.
import {
  type Fields,
  listOf,
  measure,
  natural,
  nothing,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
  texts,
  truth,
  words,
} from './json-schema.js';

const expected = words('holds', 'violated', 'unreached', null);
const result = words('holds', 'violated', 'unreached', 'inconclusive');
const cut = words('time', 'interrupted', null);
const missing = words('not meaningful', 'time', 'interrupted', 'failed');

const change = object({ record: text, field: text, old: { type: 'integer' }, new: { type: 'integer' } });

/** A line of a trace: one actor in one path. */
export const line: Fields = { actor: text, operation: text, path: text, source: text, labels: texts, changes: listOf(change) };
/** The same as it is told. */
export const toldLine: Schema = object(
  { ...line, by: texts, through: texts, says: texts },
  { again: object({ lines: natural, times: natural }) },
);

const trace = object(
  {
    property: text,
    kernels: texts,
    transitions: natural,
    lines: listOf(toldLine),
    cycle: orNull(object({ line: natural, transition: natural })),
    standing: texts,
    command: text,
  },
  {
    steps: listOf(
      object(
        { actor: text, operation: text, path: text, source: text, label: text, line: natural, changes: listOf(change) },
        { goto: text, by: text },
      ),
    ),
  },
);

const property = object(
  {
    name: text,
    kind: words('never', 'sometimes', 'eventually'),
    listed: truth,
    result,
    expected,
    unexpected: truth,
    met: natural,
    seen: natural,
    neverExercised: truth,
    depth: orNull(natural),
  },
  { observation: text },
);

const on: Fields = { kernel: text, base: text, proposals: texts };
const answer = oneOf(
  object({
    ...on,
    states: natural,
    transitions: natural,
    depth: natural,
    rests: natural,
    stopped: words('states', 'memory', 'time', 'interrupted', null),
    sameAs: orNull(text),
    properties: listOf(property),
    traces: listOf(trace),
  }),
  object({ ...on, missing }),
);

const timing = orNull(
  object({
    seconds: measure,
    statesPerSecond: orNull(natural),
    searches: listOf(object({ scenario: text, kernel: text, seconds: measure })),
  }),
);

const scenario = object({
  name: text,
  typed: text,
  asks: text,
  threads: natural,
  pages: natural,
  devices: natural,
  memoryModel: text,
  answers: listOf(answer),
});

const summary = object({
  verdicts: natural,
  unexpected: natural,
  inconclusive: natural,
  cut,
  searches: natural,
  states: natural,
  transitions: natural,
});

/** Where no scenario means anything on the kernels, there is none, and nothing to sum up. */
export const checkSchema: Schema = oneOf(
  object({ scenarios: listOf(scenario), summary, timing }),
  object({ scenarios: { type: 'array', maxItems: 0 } }),
);

const cell = oneOf(object({ result, expected, met: natural, seen: natural }), object({ result: nothing, missing }));

/** Tables of such rows, over kernels or proposals. */
const tables = (row: Schema, more: Fields = {}): Schema =>
  object({
    tables: listOf(
      object({
        leftOut: texts,
        columns: listOf(object({ title: text, name: text, kernel: text, proposals: texts })),
        rows: listOf(row),
        ...more,
      }),
    ),
    cut,
    timing,
  });

export const matrixSchema: Schema = tables(object({ scenario: text, property: text, cells: listOf(cell) }));

const callerWord = words('before', 'told', 'undone', 'left', 'takes', 'absent', '?');

export const callersSchema: Schema = tables(object({ caller: text, scenario: text, asks: text, cells: listOf(callerWord) }));

const counts = (...known: readonly string[]): Fields => ({
  counts: object(Object.fromEntries(known.map(word => [word, listOf(natural)]))),
});

export const crashesSchema: Schema = tables(
  object({ crash: text, scenario: text, asks: text, cells: listOf(words('prevented', 'racing', 'open', '?')) }),
  counts('prevented', 'racing', 'open'),
);

export const callbacksSchema: Schema = tables(
  object({ callback: text, scenario: text, asks: text, cells: listOf(words('calls', 'silent', 'skips', 'adds', '?')) }),
  counts('skips', 'adds'),
);
