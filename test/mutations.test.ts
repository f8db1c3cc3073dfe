// Every mutation of a step is noticed by the scenario that claims to, and by nothing but the mutation.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgedOn, parsed, verdictOf } from './support/judged.js';
import { MUTATIONS } from './support/mutations.js';

const shipped = (name: string): string => readFileSync(new URL(`../scenarios/${name}.yaml`, import.meta.url), 'utf8');

describe('a step done wrong', () => {
  it('is tried in many ways', () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(15);
    expect(new Set(MUTATIONS.map(({ commit }) => commit.id)).size).toBe(MUTATIONS.length);
  });

  it.each(MUTATIONS.map(mutation => [mutation.commit.id, mutation] as const))('%s', (_, { commit, kernel, scenario, property }) => {
    const file = parsed(shipped(scenario), scenario);
    expect(verdictOf(judgedOn(file, kernel), property).result).toBe('holds');
    expect(verdictOf(judgedOn(file, kernel, [commit], false), property).result).toBe('violated');
  });
});
