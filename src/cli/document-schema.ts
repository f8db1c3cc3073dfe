// The JSON Schemas of what the verbs write with --json: `pinproof help schema VERB`. One envelope, the data of each verb in it.
import { SCHEMA } from '../report/index.js';
import { DIALECT, type Fields, listOf, natural, nothing, object, orNull, type Schema, text } from './json-schema.js';
import { callbacksSchema, callersSchema, checkSchema, crashesSchema, matrixSchema } from './schema-check.js';
import { agreeSchema, answerSchema, benchSchema, doctorSchema, liveSchema } from './schema-measured.js';
import { listSchema, showSchema } from './schema-names.js';

const place = object({ file: text, line: natural, col: natural });
const fault = object({ code: text, message: text }, { hint: text, at: place });

/** By the type of the document; `error` is the one that says why no verb could answer. */
const data: Fields = {
  answer: answerSchema,
  check: checkSchema,
  matrix: matrixSchema,
  callers: callersSchema,
  crashes: crashesSchema,
  callbacks: callbacksSchema,
  list: listSchema,
  show: showSchema,
  agree: agreeSchema,
  init: object({ written: text }),
  live: liveSchema,
  doctor: doctorSchema,
  bench: benchSchema,
  completion: object({ shell: text, script: text }),
  help: object({ text }, { topic: orNull(text) }),
  version: object({
    package: text,
    model: object({ kernels: natural, oldest: text, newest: text, commits: natural, proposals: natural }),
    kernel: text,
    node: text,
  }),
  error: nothing,
};

export const documentTypes: readonly string[] = Object.keys(data);

export function documentSchema(type: string): Schema {
  if (!documentTypes.includes(type)) throw new Error(`"${type}" is the type of a document`);
  return {
    $schema: DIALECT,
    title: `pinproof ${type} --json`,
    ...object({
      schema: { const: SCHEMA },
      version: text,
      type: { const: type },
      data: data[type],
      errors: { ...listOf(fault), ...(type === 'error' && { minItems: 1 }) },
    }),
  };
}
