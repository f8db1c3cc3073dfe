// Told traces: what is folded, what is left out, what stays.
import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../machine/index.js';
import { styleOf } from './colour.js';
import { type FieldWords, fullLines, type Step, toldLines, toldOf } from './told.js';

const change = (record: string, field: string, old: number, now: number): FieldChange => ({ record, field, old, new: now });
const words: FieldWords = {
  shows: ({ field }) => field !== 'ghost',
  say: changes => changes.map(({ record, field, old, new: now }) => `${record}: ${field} ${old} -> ${now}`),
};
const step = (line: number, actor: string, path: string, label: string, changes: FieldChange[] = [], more: Partial<Step> = {}): Step => ({
  actor,
  operation: `${actor}'s work`,
  path,
  source: path === '' ? '' : `mm/${path}.c:${path}() @v5.8`,
  label,
  line,
  changes,
  ...more,
});
const told = (...steps: Step[]) => toldOf(steps, words.shows);

describe('toldOf', () => {
  it('keeps the labels that change something or go elsewhere', () => {
    const [line] = told(
      step(0, 'a', 'f', 'quiet'),
      step(0, 'a', 'f', 'ghostly', [change('page', 'ghost', 0, 1)]),
      step(0, 'a', 'f', 'lock', [change('page', 'lock', 0, 1)], { by: 'c1' }),
      step(0, 'a', 'f', 'test', [], { goto: 'out' }),
      step(0, 'a', 'f', 'unlock', [change('page', 'lock', 1, 0), change('page', 'ref', 2, 1)]),
    );
    expect(line).toMatchObject({ labels: ['lock', 'test goto out', 'unlock'], by: ['c1'], changes: [change('page', 'ref', 2, 1)] });
  });

  it('folds what changes nothing into the next line of the same actor', () => {
    const lines = told(step(0, 'a', '', 'wait'), step(1, 'a', 'f', 'x'), step(2, 'a', 'g', 'y', [change('p', 'r', 0, 1)]));
    expect(lines.map(({ path, through }) => [path, through])).toEqual([['g', ['f']]]);
  });

  it('keeps one in which something went elsewhere, where turns are asked for', () => {
    const steps = [step(0, 'a', 'f', 'x'), step(1, 'a', 'g', 'test', [], { goto: 'out' }), step(2, 'a', 'f', 'y')];
    expect(toldOf(steps, words.shows).map(({ path }) => path)).toEqual(['f']);
    expect(toldOf(steps, words.shows, true).map(({ path }) => path)).toEqual(['g', 'f']);
  });

  it('tells a block that comes again once, with how often it does', () => {
    const pass = (line: number): Step[] => [
      step(line, 'a', 'unmap', 'x', [change('p', 'map', 1, 0)]),
      step(line + 1, 'a', 'remap', 'y', [change('p', 'map', 0, 1)]),
    ];
    const lines = told(...pass(0), ...pass(2), ...pass(4), step(6, 'a', 'end', 'z', [change('p', 'ref', 1, 0)]));
    expect(lines.map(({ path, again }) => [path, again])).toEqual([
      ['unmap', undefined],
      ['remap', { lines: 2, times: 2 }],
      ['end', undefined],
    ]);
    expect(
      toldLines(lines, words, styleOf(false, 80))
        .filter(line => line.includes('again'))[0]
        ?.trim(),
    ).toBe('and #1 to #2 again, 2 times');
    // Twice is not often; and the last line stands for itself.
    expect(told(...pass(0), ...pass(2)).length).toBe(4);
    expect(told(...pass(0), ...pass(2), ...pass(4)).length).toBe(6);
  });

  it('folds it into the one before where another actor comes next', () => {
    const lines = told(
      step(0, 'a', 'f', 'x', [change('p', 'r', 0, 1)]),
      step(1, 'a', 'g', 'y'),
      step(2, 'b', 'h', 'z', [change('p', 'r', 1, 2)]),
    );
    expect(lines.map(({ actor, through }) => [actor, through])).toEqual([
      ['a', ['g']],
      ['b', []],
    ]);
  });

  it('keeps a quiet line between two other actors, and the last one', () => {
    const lines = told(step(0, 'a', 'f', 'x', [change('p', 'r', 0, 1)]), step(1, 'b', 'g', 'y'), step(2, 'a', 'f', 'z'));
    expect(lines.map(({ actor, labels }) => [actor, labels])).toEqual([
      ['a', ['x']],
      ['b', ['y']],
      ['a', ['z']],
    ]);
  });

  it('goes on in the same line behind a call that changed nothing', () => {
    const lines = told(
      step(0, 'a', 'f', 'x', [change('p', 'r', 0, 1)]),
      step(1, 'a', 'g', 'y'),
      step(2, 'a', 'f', 'z', [change('p', 'r', 1, 2)]),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ labels: ['x', 'z'], through: ['g'], changes: [change('p', 'r', 0, 2)] });
  });
});

describe('toldLines', () => {
  const steps = [
    step(0, 'nic', 'pin_user_pages', 'grab', [change('page', 'ref', 1, 1025)]),
    step(1, 'reclaimer', 'shrink', 'isolate', [change('page', 'ref', 1025, 1026)], { by: 'c1' }),
    step(2, 'nic', 'unpin', 'put', [change('page', 'ref', 1026, 2)], { operation: 'unpin' }),
  ];

  it('numbers the lines and names actor, path, labels, place and changes', () => {
    expect(toldLines(toldOf(steps, words.shows), words, styleOf(false, 80))).toEqual([
      '#1  nic        pin_user_pages: grab',
      "               nic's work; mm/pin_user_pages.c:pin_user_pages() @v5.8",
      '               page: ref 1 -> 1025',
      '#2  reclaimer  shrink: isolate',
      "               reclaimer's work; mm/shrink.c:shrink() @v5.8 + c1",
      '               page: ref 1025 -> 1026',
      '#3  nic        unpin: put',
      '               unpin; mm/unpin.c:unpin() @v5.8',
      '               page: ref 1026 -> 2',
    ]);
  });

  it('keeps to the width, and leaves the function out of a place that is too long', () => {
    const long = step(0, 'nic', 'a_function_with_quite_a_long_name', 'label_one', [change('page', 'ref', 1, 2)]);
    const lines = toldLines(toldOf([long], words.shows), words, styleOf(false, 60));
    expect(lines.filter(line => line.length > 60)).toEqual([]);
    expect(lines.join('\n')).toContain('mm/a_function_with_quite_a_long_name.c @v5.8');
  });

  it('has every transition and every field in full', () => {
    expect(fullLines([step(0, 'a', 'f', 'x', [change('page', 'ghost', 0, 1)], { goto: 'out', by: 'c1' })], styleOf(false, 80))).toEqual([
      '1  a  f.x goto out (c1)',
      '        page.ghost 0 -> 1',
    ]);
  });
});
