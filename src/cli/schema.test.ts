// The schema of scenario files, held against every scenario that is shipped: what it refuses, an editor would mark in red.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedScenarios } from './home.js';
import { scenarioSchema } from './schema.js';

// biome-ignore lint/suspicious/noExplicitAny: a schema is looked into by name
const schema = scenarioSchema() as any;

/** The few keywords that this schema uses. Returns where the value does not fit. */
// biome-ignore lint/suspicious/noExplicitAny: any value may stand in a file
function misfits(value: any, rule: any, at: string): string[] {
  if (rule.$ref !== undefined) return misfits(value, schema.$defs[rule.$ref.split('/').at(-1)], at);
  if (rule.anyOf !== undefined) return rule.anyOf.some((one: unknown) => misfits(value, one, at).length === 0) ? [] : [at];
  if (rule.enum !== undefined) return rule.enum.includes(value) ? [] : [at];
  const type = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  if (rule.type !== undefined && ![rule.type].flat().includes(type)) return [at];
  if (type === 'string') return rule.pattern === undefined || new RegExp(rule.pattern).test(value) ? [] : [at];
  if (type === 'integer') return value >= rule.minimum && value <= rule.maximum ? [] : [at];
  if (type === 'array')
    return rule.items === undefined ? [] : value.flatMap((one: unknown, i: number) => misfits(one, rule.items, `${at}[${i}]`));
  if (type !== 'object') return [];
  const missing = (rule.required ?? []).filter((key: string) => !(key in value)).map((key: string) => `${at}: no ${key}`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, inner]) => {
      const next = rule.properties?.[key] ?? rule.additionalProperties ?? true;
      return next === true ? [] : next === false ? [`${at}.${key}`] : misfits(inner, next, `${at}.${key}`);
    }),
  ];
}

describe('the schema', () => {
  it.each([...shippedScenarios()])('accepts %s', (_, path) => {
    expect(misfits(parse(readFileSync(path, 'utf8')), schema, 'scenario')).toEqual([]);
  });

  it.each([
    ['{ asks: "Why?", memory: { A: anon } }', 'scenario: no threads'],
    ['{ asks: "Why?", memory: { A: anno }, threads: { r: [reclaim A] } }', 'scenario.memory.A'],
    ['{ asks: "Why?", memory: { A: anon }, threads: { r: [reclam A] } }', 'scenario.threads.r[0]'],
    ['{ asks: "Why?", memory: { A: anon }, threads: { r: [reclaim A] }, nevr: [COH] }', 'scenario.nevr'],
    ['{ asks: "Why?", memory: { A: anon }, threads: { r: [reclaim A] }, never: [COHH] }', 'scenario.never[0]'],
  ])('refuses %s', (text, at) => expect(misfits(parse(text), schema, 'scenario')).toEqual([at]));
});
