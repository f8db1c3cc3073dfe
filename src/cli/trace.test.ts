// Traces step by step: the same as the machine tells, and where each step went.
import { describe, expect, it } from 'vitest';
import { composed, kernelNamed } from '../history/index.js';
import { Series } from '../judge/index.js';
import { toldOf } from '../report/index.js';
import { parseScenario, VOCABULARY } from '../scenario/index.js';
import { fieldWords } from './fields.js';
import { EXAMPLE } from './init.js';
import { traceOf } from './trace.js';

const property = 'useless-invalidation';

function example() {
  const { file } = parseScenario(EXAMPLE, 'example', VOCABULARY);
  const kernel = composed(kernelNamed('v5.8')!);
  const series = new Series(file!, { statesMax: 10_000 });
  expect(series.on(kernel).judgement?.properties.find(({ name }) => name === property)?.result).toBe('violated');
  const told = series.tell(kernel, property)!;
  return { told, trace: traceOf(file!, kernel, property, told.moves) };
}

describe('traceOf', () => {
  it('takes the same transitions that the machine tells', () => {
    const { told, trace } = example();
    const lines = told.lines.map((line, i) => ({ ...line, steps: trace.steps.filter(step => step.line === i) }));
    expect(trace.steps).toHaveLength(told.moves.length);
    for (const { steps, labels, path, actor } of lines) {
      expect(steps.map(({ label }) => label)).toEqual(labels);
      expect(steps.every(step => step.path === path && step.actor === actor)).toBe(true);
    }
  });

  it('says where a test sent the thread', () => {
    const { trace } = example();
    expect(trace.steps.find(({ label }) => label === 'is_page_cache_freeable')?.goto).toBe('keep_locked');
    expect(trace.steps.find(({ label }) => label === 'trylock_page')?.goto).toBeUndefined();
  });

  it('becomes a story of at most twelve lines', () => {
    const { trace } = example();
    const words = fieldWords(trace.names);
    const told = toldOf(trace.steps, words.shows);
    expect(told.length).toBeLessThanOrEqual(12);
    expect(told[0].actor).toBe('nic');
    expect(told.some(({ path }) => path === 'try_to_unmap_one')).toBe(true);
    expect(words.say(told[0].changes)).toContain("A's frame 1: refcount 1 -> 1025");
  });
});
