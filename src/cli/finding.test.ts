// Findings of what never comes: where the cycle begins, in lines and in transitions, how it ends otherwise, and who waits meanwhile.
import { describe, expect, it } from 'vitest';
import { composed, kernelNamed } from '../history/index.js';
import { Series } from '../judge/index.js';
import { styleOf } from '../report/index.js';
import { parseScenario, VOCABULARY } from '../scenario/index.js';
import { type Finding, findingLines, toldWay } from './finding.js';
import { traceOf } from './trace.js';

const style = styleOf(false, 80);

function found(devices: string, threads: string, property = 'reclaimed'): Finding {
  const eventually = property === 'reclaimed' ? property : `${property}: frame(A) is other`;
  const text = `asks: Is it reclaimed?\nswap: roomy\nmemory: { A: anon }\n${devices}threads: {${threads}}\neventually: [${eventually}]\n`;
  const { file } = parseScenario(text, 'found', VOCABULARY);
  const kernel = composed(kernelNamed('v5.8')!);
  const series = new Series(file!, { statesMax: 10_000 });
  const verdict = series.on(kernel).judgement?.properties.find(({ name }) => name === property);
  const told = series.tell(kernel, property)!;
  const trace = traceOf(file!, kernel, property, told.moves, told.cycle);
  expect(verdict).toMatchObject({ kind: 'eventually', result: 'violated', depth: told.cycle ?? told.moves.length });
  const chosen = { file, typed: 'found.yaml' };
  const answer = { column: { name: 'v5.8' } };
  return { sheet: { chosen, answers: [answer] }, answer, verdict, trace, kernels: ['v5.8'], command: ['pinproof'] } as unknown as Finding;
}

const pinned = (): Finding =>
  found('devices: { nic: uring }\n', ' nic: [pin A write fast], r as kswapd: [wait until pinned(A), { loop: [reclaim A] }] ');

describe('a finding of what never comes', () => {
  it('says from which line on it goes round, and folds no line across that', () => {
    const finding = pinned();
    const { steps, cycle } = finding.trace;
    const way = toldWay(finding, { shows: () => true, say: () => [] });
    const lines = findingLines(finding, style, false);
    expect(cycle).toBeDefined();
    expect(steps[cycle!].line).toBe(steps[cycle! - 1].line + 1);
    expect(lines[0]).toContain(`reclaimed is violated on v5.8 after ${cycle} transitions by a cycle of`);
    expect(lines).toContain(`=> and so on for ever from #${way.cycle + 1}, without: reclaim frees a page`);
    // What went elsewhere is told, though all comes back to where it was.
    expect(lines.slice(lines.findIndex(line => line.startsWith(`#${way.cycle + 1} `))).join(' ')).toMatch(/goto keep_locked/);
  });

  it('counts transitions in full', () => {
    const finding = pinned();
    expect(findingLines(finding, style, true)).toContain(
      `=> and so on for ever from ${finding.trace.cycle! + 1}, without: reclaim frees a page`,
    );
  });

  it('says that it ends, and who waits there for ever', () => {
    const finding = found('', ' cpu: [read A], r as kswapd: [wait until pte(A) is none, reclaim A] ');
    const lines = findingLines(finding, style, false);
    expect(finding.trace.cycle).toBeUndefined();
    expect(lines[0]).toBe('found: reclaimed is violated on v5.8 after 1 transition');
    expect(lines.slice(-3, -1)).toEqual(['=> and there it ends, without: reclaim frees a page', '=> waiting for ever: r in wait until …']);
  });

  it('says who is passed over while others go round', () => {
    const finding = found('', ' cpu: [wait until pte(A) is none, read A], r: [{ loop: [read A] }] ', 'moved');
    const lines = findingLines(finding, style, false);
    expect(lines[0]).toBe('found: moved is violated on v5.8 by a cycle of 1 transition');
    expect(lines.slice(-3, -1)).toEqual([
      '=> and so on for ever from #1, without: the condition moved',
      '=> waiting for ever: cpu in wait until …',
    ]);
  });
});
