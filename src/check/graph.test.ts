// The graph of a search under test: moves, what is left out of them, and states there was no room for.
import { describe, expect, it } from 'vitest';
import { type Turns, turning } from '../../test/support/turning.js';
import { explore } from './explore.js';
import { Graph } from './graph.js';

const turns: Turns[] = [
  { 0: [1, 2], 1: 0 },
  { 0: 2, 2: [2, 3] },
];

/** The moves of a state: `THREAD.CHOICE>STATE`, and who can move. */
function looked(graph: Graph<never>, state: number): string {
  graph.look(state);
  const moves = Array.from({ length: graph.moves }, (_, i) => `${graph.threads[i]}.${graph.choices[i]}>${graph.to[i]}`);
  return [...moves, `enabled ${graph.enabled}`].join(' ');
}

function graphOf(statesMax?: number, leftOut?: (value: number) => boolean): Graph<never> {
  const machine = turning(turns);
  const search = explore(machine, { observations: 1, statesMax });
  return new Graph(machine, search, leftOut && (() => leftOut(machine.k.cell.v))) as unknown as Graph<never>;
}

describe('a look', () => {
  it('finds every move and where it leads, by number', () => {
    const graph = graphOf();
    expect([0, 1, 2, 3].map(state => looked(graph, state))).toEqual([
      '0.0>1 0.1>2 1.0>2 enabled 3',
      '0.0>0 enabled 1',
      '1.0>2 1.1>3 enabled 2',
      'enabled 0',
    ]);
  });

  it('leaves moves out, and still knows who can move', () => {
    const graph = graphOf(undefined, value => value === 2);
    expect([looked(graph, 0), looked(graph, 2)]).toEqual(['0.0>1 enabled 3', '1.1>3 enabled 2']);
  });

  it('knows no number for what the search had no room for', () => {
    expect(looked(graphOf(3), 2)).toBe('1.0>2 1.1>-1 enabled 2');
  });

  it('has room for many moves', () => {
    const machine = turning([{ 0: Array.from({ length: 16 }, (_, v) => v) }, { 0: [1, 2, 3] }]);
    const graph = new Graph(machine, explore(machine, { observations: 1 }));
    graph.look(0);
    expect(graph.moves).toBe(19);
    expect([...graph.to.subarray(0, 19)]).toEqual([...Array.from({ length: 16 }, (_, v) => v), 1, 2, 3]);
  });
});

describe('the move between two states', () => {
  it('is the first, or that of one thread', () => {
    const graph = graphOf();
    expect(graph.moveBetween(0, 2)).toEqual({ thread: 0, choice: 1 });
    expect(graph.moveBetween(0, 2, 1)).toEqual({ thread: 1, choice: 0 });
    expect(() => graph.moveBetween(0, 3)).toThrow('has a move that leads to it');
  });
});
