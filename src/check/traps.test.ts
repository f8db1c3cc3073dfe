// Traps under test: which states of a small graph belong to one, and to which.
import { describe, expect, it } from 'vitest';
import { type Turns, turning } from '../../test/support/turning.js';
import { explore } from './explore.js';
import { Graph } from './graph.js';
import { Traps } from './traps.js';

/** The states of each trap, by the values of the cell. */
function trapsOf(...turns: Turns[]): string[] {
  const machine = turning(turns);
  const graph = new Graph(machine, explore(machine, { observations: 1 }));
  const traps = Traps.of(graph);
  if (traps === undefined) throw new Error('nobody has stopped it');
  const found: string[] = Array.from({ length: traps.count }, () => '');
  for (let state = 0; state < graph.search.states; state++) {
    graph.stand(state);
    if (traps.trapOf(state) > 0) found[traps.trapOf(state) - 1] += machine.k.cell.v;
  }
  return found.map(values => [...values].sort().join('')).sort();
}

describe('traps', () => {
  it('are ends and fair components, each for itself', () => {
    expect(trapsOf({ 0: [1, 3, 5], 1: 2, 2: 1, 3: 4 })).toEqual(['12', '4', '5']);
  });

  it('are whole components, also where only part of one is fair by itself', () => {
    expect(trapsOf({ 0: 0, 1: 0 }, { 0: [0, 1] })).toEqual(['01']);
    expect(trapsOf({ 0: 1, 1: 2, 2: [1, 3], 3: 0 })).toEqual(['0123']);
  });

  it('are no components that a thread could always leave', () => {
    expect(trapsOf({ 0: 1, 1: 0 }, { 0: 2, 1: 2 })).toEqual(['2']);
    expect(trapsOf({ 0: 0 }, { 0: 1 })).toEqual(['1']);
  });

  it('are found in a long line and a big circle without a call stack', () => {
    const machine = turning([0, 1, 2, 3, 4].map(() => Object.fromEntries(Array.from({ length: 16 }, (_, v) => [v, (v + 1) % 16]))));
    const graph = new Graph(machine, explore(machine, { observations: 1 }));
    expect(Traps.of(graph)).toMatchObject({ count: 1, reached: 16 });
  });

  it('are not looked for to the end when somebody says stop', () => {
    const machine = turning([{ 0: 1 }]);
    expect(Traps.of(new Graph(machine, explore(machine, { observations: 1 })), reached => reached === 0)).toBeUndefined();
  });
});
