// Ways under test: their switches are counted where there is room, and they are as short without; how few, shortest.test.ts asks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineOf, programs } from '../../test/support/random-machine.js';
import { turning } from '../../test/support/turning.js';
import { explore } from './explore.js';
import { Graph } from './graph.js';
import { Ways } from './ways.js';

describe('ways', () => {
  it('tell any shortest way where there is no room to count switches', () => {
    const machine = turning([
      { 0: 1, 2: 3 },
      { 0: 2, 1: 3, 2: 3 },
    ]);
    const graph = new Graph(machine, explore(machine, { observations: 1 }));
    const wayTo = (state: number, cellsMax?: number): string => {
      const ways = new Ways(graph, reached => reached === state, cellsMax);
      return `${ways.movesTo(state, -1).map(({ thread }) => thread)}: ${ways.switchesTo(state, -1)}`;
    };
    expect([wayTo(3), wayTo(3, 7)]).toEqual(['1,1: 0', '0,1: 0']);
  });

  it('are as long without counting, and can be taken', () => {
    fc.assert(
      fc.property(programs, fc.nat(), (program, n) => {
        const machine = machineOf(program);
        const { u } = machine;
        const graph = new Graph(machine, explore(machine, { observations: 2 }));
        const target = n % graph.search.states;
        const [counted, plain] = [undefined, 0].map(cellsMax => new Ways(graph, state => state === target, cellsMax).movesTo(target, -1));
        expect(plain.length).toBe(counted.length);
        graph.stand(target);
        const wanted = u.slice(0, machine.words);
        for (const moves of [counted, plain]) {
          graph.stand(0);
          for (const { thread, choice } of moves) expect(machine.fire(thread, choice)).toBe(true);
          expect(u.subarray(0, machine.words)).toEqual(wanted);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('go through all there is when nothing is enough', () => {
    const machine = turning([{ 0: 1, 1: 2, 2: 0 }]);
    expect([...new Ways(new Graph(machine, explore(machine, { observations: 1 })), () => false).lastLevel]).toEqual([]);
  });
});
