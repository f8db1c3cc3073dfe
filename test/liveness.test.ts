// Eventually, on the model: verdicts a kernel, the run that is told, where one search serves several kernels, and what is cut short.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composed, KERNELS, kernelNamed } from '../src/history/index.js';
import { type Judged, type JudgeOptions, judge, Series, tellFirst } from '../src/judge/index.js';
import { parsed, verdictOf } from './support/judged.js';

const shipped = (name: string) => parsed(readFileSync(new URL(`../scenarios/${name}.yaml`, import.meta.url), 'utf8'), name);

const SCENARIOS = [
  'reclaimed-once-unpinned',
  'many-mappings-are-never-reclaimed',
  'i915-gives-its-pages-back-in-the-end',
  'i915-pins-while-reclaim-unmaps',
  'i915-pins-again-for-ever',
];

function judgedAt(file: ReturnType<typeof parsed>, kernel = 'v5.8', options: Partial<JudgeOptions> = {}): Judged {
  const { judged, problem } = judge(file, composed(kernelNamed(kernel)!), { statesMax: 100_000, ...options });
  if (judged === undefined) throw new Error(problem?.message);
  return judged;
}

/** The run that is told, taken again: where its cycle begins and whether that is where it comes back to. */
function runOf(judged: Judged, property: string): string {
  const { machine, world } = judged.built;
  const told = tellFirst(judged, property);
  if (told === undefined) return 'nothing to tell';
  const { moves, cycle = moves.length, lines } = told;
  expect(lines.flatMap(({ labels }) => labels)).toHaveLength(moves.length);
  machine.packer.unpack(world.u, judged.search.visited.store, 0);
  let home = '';
  moves.forEach(({ thread, choice }, i) => {
    if (i === cycle) home = world.u.join();
    expect(machine.fire(thread, choice)).toBe(true);
  });
  if (cycle === moves.length) return `${cycle}, and there it ends`;
  expect(world.u.join()).toBe(home);
  return `${cycle}, then ${moves.length - cycle} for ever`;
}

describe('a run that never comes to it', () => {
  it.each([
    ['many-mappings-are-never-reclaimed', 'v5.11', '0, then 11 for ever'],
    ['i915-gives-its-pages-back-in-the-end', 'v6.1', '11, then 11 for ever'],
    ['i915-pins-while-reclaim-unmaps', 'v5.8', '37, then 14 for ever'],
    ['reclaimed-once-unpinned', 'v5.8', 'nothing to tell'],
  ])('is told: %s on %s', (name, kernel, wanted) => {
    expect(runOf(judgedAt(shipped(name), kernel), 'reclaimed')).toBe(wanted);
  });

  it('may just end, of what the file says itself', () => {
    const file = parsed(`
asks: Is the page freed in the end by one pass of reclaim?
memory: { A: anon }
threads: { reclaimer as kswapd: [reclaim A] }
eventually: [ { freed: frame(A) is freed } ]
sometimes: [ reclaimed ]`);
    const judged = judgedAt(file);
    const freed = verdictOf(judged.judgement, 'freed');
    // Only where the I/O is over before reclaim looks again; swap may also be full.
    expect(freed).toMatchObject({ kind: 'eventually', listed: true, result: 'violated', seen: 1, met: judged.search.states });
    expect(runOf(judged, 'freed')).toBe(`${freed.depth}, and there it ends`);
    expect(verdictOf(judged.judgement, 'reclaimed')).toMatchObject({ kind: 'sometimes', result: 'holds' });
  });
});

describe('one search for several kernels', () => {
  it.each(SCENARIOS)('gives each the verdict of its own: %s', name => {
    const file = shipped(name);
    const series = new Series(file, { statesMax: 100_000 });
    let shared = 0;
    for (const kernel of KERNELS) {
      const { judgement } = series.on(composed(kernel));
      if (judgement?.sameAs !== undefined) shared++;
      const own = judgedAt(file, kernel.name).judgement;
      expect(judgement?.properties).toEqual(own.properties);
      expect(own.states).toBeLessThan(200_000);
    }
    expect(shared).toBeGreaterThan(0);
  });
});

describe('what is cut short', () => {
  const file = shipped('reclaimed-once-unpinned');

  it('decides nothing', () => {
    const { judgement } = judgedAt(file, 'v5.8', { statesMax: 400 });
    expect(judgement.bound).toBe('states');
    expect(verdictOf(judgement, 'reclaimed')).toMatchObject({ result: 'inconclusive', expected: 'holds', depth: undefined });
  });

  it('may be only the second pass: what the search decided stands, and no other kernel is served', () => {
    const interrupted: JudgeOptions['interrupted'] = ({ frontier, states }) => states > 1 && frontier === states;
    const { judgement } = judgedAt(file, 'v5.8', { interrupted });
    expect(judgement.bound).toBe('interrupted');
    expect(verdictOf(judgement, 'reclaimed').result).toBe('inconclusive');
    expect(verdictOf(judgement, 'deadlock').result).toBe('holds');
    const series = new Series(file, { statesMax: 100_000, interrupted });
    for (const kernel of ['v5.9', '5.10.7']) expect(series.on(composed(kernelNamed(kernel)!)).judgement?.sameAs).toBeUndefined();
  });
});
