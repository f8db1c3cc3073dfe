// The gallery: every shipped scenario, on every kernel and with every proposal it says something about, comes out as it expects.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Commit, type Composed, composed, KERNELS, type Kernel, PROPOSALS } from '../src/history/index.js';
import { Series } from '../src/judge/index.js';
import { ComposeError } from '../src/machine/index.js';
import { expectationFor, parseScenario, renderProblem, VOCABULARY } from '../src/scenario/index.js';

const folder = new URL('../scenarios/', import.meta.url);
const names = readdirSync(folder).filter(name => name.endsWith('.yaml'));

/** A scenario is searched on every kernel and with every proposal of which it speaks; the largest takes a while on a busy machine. */
const LIMIT_MS = 300_000;

describe('every shipped scenario', () => {
  it('is there', () => {
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it.each(names)(
    '%s',
    name => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const { file, problems } = parseScenario(text, name.replace('.yaml', ''), VOCABULARY);
      expect(problems.map(problem => renderProblem(problem, name, text))).toEqual([]);
      if (file === undefined) return;
      const series = new Series(file, { statesMax: 1_000_000 });
      const meaningful = file.kernels.length === 0 ? KERNELS : KERNELS.filter(({ name: kernel }) => meansKernel(file, kernel));
      let spoken = 0;
      for (const kernel of meaningful)
        for (const proposals of [[], ...PROPOSALS.map(proposal => [proposal])]) {
          const target = whereItFits(kernel, proposals);
          if (target === undefined || proposals.length > target.proposals.length) continue;
          const ids = target.proposals.map(({ id }) => id);
          const listed = [...file.properties.map(property => property.name), ...(file.exists === undefined ? [] : ['exists'])];
          if (listed.every(property => expectationFor(file, kernel.name, ids, property) === undefined)) continue;
          const { judgement, problem } = series.on(target);
          expect(problem?.message).toBeUndefined();
          const wrong = judgement?.properties.filter(({ expected, result }) => expected !== undefined && expected !== result);
          expect({ kernel: target.name, bound: judgement?.bound, wrong }).toEqual({ kernel: target.name, bound: undefined, wrong: [] });
          spoken++;
        }
      expect(spoken, 'kernels with an expectation').toBeGreaterThanOrEqual(meaningful.length);
    },
    LIMIT_MS,
  );
});

/** Undefined where a proposal is written for later kernels. */
function whereItFits(kernel: Kernel, proposals: readonly Commit[]): Composed | undefined {
  try {
    return composed(kernel, proposals);
  } catch (error) {
    if (error instanceof ComposeError) return undefined;
    throw error;
  }
}

function meansKernel(
  file: { kernels: readonly ({ kind: 'kernel'; kernel: string } | { kind: 'range'; kernels: readonly string[] })[] },
  name: string,
): boolean {
  return file.kernels.some(set => (set.kind === 'kernel' ? set.kernel === name : set.kernels.includes(name)));
}
