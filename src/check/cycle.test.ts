// Cycles under test: each thread has its turn or is unable to move, nobody leaves, and the way is not longer than it must be.
import { describe, expect, it } from 'vitest';
import { type Turns, turning } from '../../test/support/turning.js';
import { cycleThrough } from './cycle.js';
import { explore } from './explore.js';
import { Graph } from './graph.js';

/** The threads that move on a cycle from the state with this number; states up to `inside` are inside. */
function cycle(home: number, inside: number, ...turns: Turns[]): string {
  return bounded(undefined, home, inside, ...turns);
}

function bounded(cellsMax: number | undefined, home: number, inside: number, ...turns: Turns[]): string {
  const machine = turning(turns);
  const graph = new Graph(machine, explore(machine, { observations: 1 }));
  return cycleThrough(graph, state => state <= inside, home, cellsMax)
    .map(({ thread, choice }) => (choice > 0 ? `${thread}.${choice}` : thread))
    .join(' ');
}

describe('a cycle', () => {
  it('takes the shortest way round', () => {
    expect(cycle(0, 3, { 0: [1, 2], 1: 3, 2: 0, 3: 2 })).toBe('0.1 0');
  });

  it('begins anywhere in its component', () => {
    expect(cycle(2, 2, { 0: 1, 1: 2, 2: 0 })).toBe('0 0 0');
  });

  it('goes where a thread has its turn', () => {
    expect(cycle(0, 2, { 0: [1, 2], 1: 0, 2: 0 }, { 0: 3, 1: 3, 2: 0 })).toBe('0.1 1');
  });

  it('or where it is unable to move', () => {
    expect(cycle(0, 2, { 0: [1, 2], 1: 0, 2: 0 }, { 0: 3, 1: 3 })).toBe('0.1 0');
  });

  it('stays inside', () => {
    expect(cycle(0, 1, { 0: [1, 2], 1: 0, 2: 0 })).toBe('0 0');
    expect(cycle(0, 0, { 0: [1, 0] }, { 0: [1, 0] })).toBe('0.1 1.1');
  });

  it('is the shortest of all where there is no room to be fair', () => {
    const turns = [
      { 0: 1, 1: 0 },
      { 0: 1, 1: [0, 2] },
    ];
    expect([cycle(0, 1, ...turns), bounded(8, 0, 1, ...turns), bounded(7, 0, 1, ...turns)]).toEqual(['0 1', '0 1', '0 0']);
  });

  it('is not asked for where there is none that is fair', () => {
    expect(() => cycle(0, 1, { 0: 1, 1: 0 }, { 0: 2, 1: 2 })).toThrow('a fair component has a cycle that is fair');
  });
});
