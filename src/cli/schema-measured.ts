// What the verbs that measure, and those that hold the model against what was measured, write with --json.
import { liveColumnTypes } from '../live/index.js';
import { type Fields, listOf, measure, natural, object, oneOf, orNull, type Schema, text, truth, words } from './json-schema.js';
import { line, toldLine } from './schema-check.js';

const need = object({ name: text, found: truth, detail: text, disables: text, remedy: text });

export const doctorSchema: Schema = object({ needs: listOf(need), ready: truth });

const row = object(Object.fromEntries(Object.entries(liveColumnTypes).map(([name, type]) => [name, { type }])));
const one = object({ kind: text, pin: text, op: text });

const ran = object({
  kernel: text,
  swap: object({ kind: words('present', 'made', 'none') }, { path: text, why: text }),
  needs: listOf(need),
  measured: natural,
  skipped: natural,
  results: listOf(
    oneOf(
      object({ case: one, verdict: { const: 'measured' }, row }, { model: words('agrees', 'contradicts', 'not modelled') }),
      object({ case: one, verdict: { const: 'skipped' }, reason: text }, { remedy: text }),
    ),
  ),
});

/** With --emit nothing runs. */
export const liveSchema: Schema = oneOf(ran, object({ emitted: text, cases: natural }));

const asked = object({
  asks: text,
  scenario: text,
  property: text,
  kernel: text,
  result: words('holds', 'violated', 'unreached', 'inconclusive', 'unfit'),
});
const answers = listOf(object({ name: text, answers: listOf(asked) }));

export const answerSchema: Schema = object({ proposals: answers, kernels: answers, counterexample: listOf(object(line)), live: ran });

const judged: Fields = { line: natural, kernel: text, kind: text, pin: text, op: text, outcome: text, reason: text };
const predicted = listOf(
  object({
    outcome: text,
    op_rc: text,
    notified: natural,
    dma2cpu: text,
    cpu2dma: text,
    same_after_touch: text,
    same_after_write: text,
    child: text,
    freed: truth,
  }),
);

export const agreeSchema: Schema = object({
  agreed: natural,
  contradicted: natural,
  unmodelled: natural,
  rows: listOf(
    oneOf(
      object({ ...judged, verdict: words('agreed', 'unmodelled') }),
      object({ ...judged, verdict: { const: 'contradicted' }, predicted, way: listOf(toldLine) }),
    ),
  ),
});

const found: Fields = { states: natural, transitions: natural, depth: natural };
const side = object({ cpuSeconds: measure, peakBytes: measure });

/** One search, the comparison, or what is missing for it. */
export const benchSchema: Schema = oneOf(
  object({
    ...found,
    violations: { type: 'object', additionalProperties: natural },
    violated: orNull(object({ invariant: text, depth: natural })),
    cpuSeconds: measure,
    peakBytes: natural,
  }),
  object({
    ...found,
    config: text,
    runs: natural,
    spin: object({ ...found, errors: natural }),
    agrees: truth,
    ours: side,
    spins: side,
    ratio: object({ cpu: measure, peak: measure }),
  }),
  object({ skipped: text }),
);
