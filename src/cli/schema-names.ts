// What list and show write with --json.
import { type Fields, listOf, natural, object, oneOf, orNull, type Schema, text, texts, truth, words } from './json-schema.js';

const kind = words('never', 'sometimes');
const commit: Fields = { id: text, since: text, series: orNull(text), subject: text };

const lists: Fields = {
  scenarios: object({ name: text, asks: text }),
  kernels: object({ name: text, says: text, commits: texts }),
  proposals: object({ id: text, subject: text, says: text }),
  commits: object(commit),
  properties: object({ name: text, kind, always: truth, says: text, when: text }),
  paths: object({ name: text, source: text, labels: natural }),
  devices: object({ name: text, holds: text, longterm: truth, says: text }),
  verbs: object({ name: text, usage: text, by: texts, says: text }),
};

/** One list, under its name. */
export const listSchema: Schema = oneOf(...Object.entries(lists).map(([name, item]) => object({ [name]: listOf(item) })));

const is = (word: string): Fields => ({ kind: { const: word } });

const label = object({
  kind: words('step', 'call', 'local', 'aside'),
  title: text,
  label: text,
  gotos: texts,
  calls: texts,
  by: orNull(text),
});

const verdict = words('holds', 'violated', 'unreached', null);

export const showSchema: Schema = oneOf(
  object({
    ...is('scenario'),
    name: text,
    asks: text,
    text,
    expected: listOf(object({ property: text, on: listOf(object({ kernel: text, verdict })) })),
  }),
  object({
    ...is('path'),
    name: text,
    kernel: text,
    source: text,
    labels: listOf(label),
    commits: listOf(object({ id: text, subject: text })),
  }),
  object({ ...is('labels'), label: text, kernels: texts, paths: texts }),
  object({
    ...is('commit'),
    ...commit,
    says: text,
    device: orNull(text),
    edits: listOf(object({ verb: text, at: text, brings: texts })),
    kernels: texts,
  }),
  object({ ...is('kernel'), name: text, says: text, commits: listOf(object(commit)) }),
  object({ ...is('property'), name: text, property: kind, always: truth, says: text, when: text }),
);
