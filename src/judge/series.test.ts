// Verdict reuse: what one search is said to show for another kernel is what that kernel's own search shows.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsed } from '../../test/support/judged.js';
import { composed, KERNELS } from '../history/index.js';
import { type Judgement, judge, Series } from './index.js';

const folder = new URL('../../scenarios/', import.meta.url);
const shipped = (name: string) => parsed(readFileSync(new URL(name, folder), 'utf8'), name.replace('.yaml', ''));
/** Nothing is taken from a search that is larger: the gallery makes those. */
const statesMax = 20_000;
const shown = ({ properties, states, transitions, depth }: Judgement) => ({ properties, states, transitions, depth });

describe('a series', () => {
  it.each(readdirSync(folder))('says of each kernel what its own search says: %s', name => {
    const file = shipped(name);
    const series = new Series(file, { statesMax });
    for (const kernel of KERNELS.map(one => composed(one))) {
      const { judgement } = series.on(kernel);
      if (judgement?.sameAs === undefined) continue;
      const { judged } = judge(file, kernel, { statesMax });
      expect(judged && { kernel: kernel.name, ...shown(judged.judgement) }).toEqual({ kernel: kernel.name, ...shown(judgement) });
    }
  });

  it('searches again where the paths that were used differ, and only there', () => {
    const series = new Series(shipped('useless-notifier-settled.yaml'), { statesMax: 1_000_000 });
    const from = KERNELS.map(kernel => series.on(composed(kernel)).judgement?.sameAs);
    expect(from[0]).toBeUndefined();
    // 57efa1fe5957: pinning counts forks.
    expect(from[2]).toBeUndefined();
    // feb889fb40fa keeps the page.
    expect(from[3]).toBeUndefined();
    // v5.11 brings nothing that reclaim or pinning takes.
    expect(from[4]).toBe('5.10.9');
  });

  it('takes nothing from a search that hit its bound', () => {
    const series = new Series(shipped('useless-notifier-settled.yaml'), { statesMax: 5 });
    const judgements = KERNELS.map(kernel => series.on(composed(kernel)).judgement);
    expect(judgements.map(judgement => judgement?.sameAs)).toEqual(KERNELS.map(() => undefined));
    expect(new Set(judgements.map(judgement => judgement?.bound))).toEqual(new Set(['states']));
  });
});
