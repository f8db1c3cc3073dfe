// JSON Schema, draft 2020-12: the few forms in which the documents of the verbs are described.

export type Schema = Readonly<Record<string, unknown>>;

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

export const text: Schema = { type: 'string' };
export const truth: Schema = { type: 'boolean' };
export const nothing: Schema = { type: 'null' };
/** A whole number from 0 on. */
export const natural: Schema = { type: 'integer', minimum: 0 };
/** Seconds, ratios: from 0 on. */
export const measure: Schema = { type: 'number', minimum: 0 };

export const texts: Schema = { type: 'array', items: text };

export const listOf = (items: Schema): Schema => ({ type: 'array', items });

export const oneOf = (...schemas: readonly Schema[]): Schema => ({ anyOf: schemas });

export const orNull = (schema: Schema): Schema => oneOf(schema, nothing);

export const words = (...known: readonly (string | null)[]): Schema => ({ enum: known });

export type Fields = Readonly<Record<string, Schema>>;

/** Has each of the fields, may have those of `may`, and has no other. */
export const object = (fields: Fields, may: Fields = {}): Schema => ({
  type: 'object',
  required: Object.keys(fields),
  additionalProperties: false,
  properties: { ...fields, ...may },
});
