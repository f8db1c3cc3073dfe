// The visited set and the bounds of a search under test: growth, batches, and what happens when there is no more room.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compose, Layout, Machine, type Of, record, Shared, world } from '../machine/index.js';
import { explore, type Progress } from './explore.js';
import { Visited } from './visited.js';

const hashOf = (words: Int32Array, at: number): number => Math.imul(words[at] ^ (words[at + 1] << 7), 0x9e3779b1);
/** A hash that sends many states to one place. */
const badHash = (words: Int32Array, at: number): number => words[at] & 3;

/** Offers pairs in order and gives the numbers under which new ones were kept. */
function offerAll(visited: Visited, hash: typeof hashOf, pairs: readonly (readonly [number, number])[]): { kept: number[]; full: unknown } {
  const kept: number[] = [];
  let full: unknown;
  const lookUp = (): void => {
    const why = visited.lookUp(state => kept.push(state));
    full ??= why;
  };
  pairs.forEach(([a, b], i) => {
    const at = visited.waiting * 2;
    visited.candidates[at] = a;
    visited.candidates[at + 1] = b;
    if (visited.offer(hash(visited.candidates, at), i)) lookUp();
  });
  lookUp();
  return { kept, full };
}

describe('the visited set', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -300, max: 300 })), { maxLength: 1500 });

  it.each([
    ['a good hash', hashOf],
    ['a bad hash', badHash],
  ])('keeps each state once, in order of its first offer, with %s', (_, hash) => {
    fc.assert(
      fc.property(pairs, list => {
        const visited = new Visited(2, hash);
        const { kept, full } = offerAll(visited, hash, list);
        const firsts = list.map((pair, i) => ({ key: pair.join(), i })).filter(({ key, i }) => list.findIndex(p => p.join() === key) === i);
        expect(full).toBeUndefined();
        expect(kept).toEqual(firsts.map((_, number) => number));
        expect(firsts.map((_, s) => [...visited.store.subarray(s * 2, s * 2 + 2)].join())).toEqual(firsts.map(({ key }) => key));
        expect([...visited.parents.subarray(0, visited.count)]).toEqual(firsts.map(({ i }) => i));
      }),
      { numRuns: 30 },
    );
  });

  it('grows, and knows afterwards what it knew before', () => {
    const visited = new Visited(2, hashOf);
    const many = Array.from({ length: 30_000 }, (_, i) => [i >> 3, i & 7] as const);
    const before = visited.bytes;
    expect(offerAll(visited, hashOf, many).kept.length).toBe(30_000);
    expect(visited.bytes).toBeGreaterThan(4 * before);
    expect(offerAll(visited, hashOf, many).kept).toEqual([]);
    expect([...visited.store.subarray(2 * 29_999, 2 * 30_000)]).toEqual([29_999 >> 3, 29_999 & 7]);
  });

  it('finds the number of what it has kept, and of nothing else', () => {
    const visited = new Visited(2, hashOf);
    offerAll(
      visited,
      hashOf,
      Array.from({ length: 9_000 }, (_, i) => [i & 1, i] as const),
    );
    const numberOf = (a: number, b: number): number => {
      visited.candidates.set([a, b]);
      return visited.find(hashOf(visited.candidates, 0));
    };
    expect([numberOf(0, 0), numberOf(1, 77), numberOf(0, 8_998), numberOf(0, 77), numberOf(1, 9_001)]).toEqual([0, 77, 8_998, -1, -1]);
    expect(visited.count).toBe(9_000);
  });

  it('keeps exactly as many states as it may', () => {
    const visited = new Visited(2, hashOf, { statesMax: 200 });
    const many = Array.from({ length: 1_000 }, (_, i) => [0, i % 201] as const);
    expect(offerAll(visited, hashOf, many.slice(0, 200)).full).toBeUndefined();
    expect(offerAll(visited, hashOf, many.slice(0, 200)).full).toBeUndefined();
    expect(offerAll(visited, hashOf, many).full).toBe('states');
    expect(visited.count).toBe(200);
  });

  it('does not grow beyond the bytes it may have', () => {
    const bytesMax = 3 * new Visited(2, hashOf).bytes;
    const visited = new Visited(2, hashOf, { bytesMax });
    const many = Array.from({ length: 100_000 }, (_, i) => [1, i] as const);
    expect(offerAll(visited, hashOf, many).full).toBe('memory');
    expect(visited.bytes).toBeLessThanOrEqual(bytesMax);
    expect(visited.count).toBeGreaterThan(4_000);
  });

  it('says so when the machine has no memory to grow', () => {
    const visited = new Visited(2, hashOf);
    const many = Array.from({ length: 100_000 }, (_, i) => [1, i] as const);
    const none = class {
      constructor() {
        throw new RangeError('Array buffer allocation failed');
      }
    };
    vi.stubGlobal('Int32Array', none);
    try {
      expect(offerAll(visited, hashOf, many).full).toBe('memory');
    } finally {
      vi.unstubAllGlobals();
    }
    expect(visited.count).toBe(4_096);
  });
});

const Cell = record('Cell', { v: 5 });
const Frame = record('Frame', { cell: 2 });
class World extends Shared {
  readonly u = new Int32Array(16);
  readonly layout = new Layout();
  readonly cells: Of<typeof Cell.fields>[] = [0, 1, 2].map(i => Cell.handle(this.u, this.layout.add(Cell, `cell${i}`)));
}
const count = world<World>()('mm/t.c:count() @v1', Frame)({
  up(k, me, go) {
    const cell = k.cells[me.cell];
    cell.v = (cell.v + 1) & 31;
    k.observe(
      0,
      k.cells.every(({ v }) => v === 5),
    );
    return go.up;
  },
});

/** Three counters of 32 values: 32,768 states, three ways on from each. */
function counters(): Machine<World> {
  const k = new World();
  const specs = [0, 1, 2].map(cell => ({
    name: `t${cell}`,
    items: [{ kind: 'run' as const, title: 'count', path: count, args: (me: { cell: number }) => Object.assign(me, { cell }) }],
  }));
  return new Machine(k, k.u, k.layout, compose([count], []), specs);
}

describe('a search', () => {
  it('without bounds is complete', () => {
    const { states, transitions, depth, rests, complete, bound } = explore(counters(), { observations: 1 });
    expect({ states, transitions, depth, rests, complete, bound }).toEqual({
      states: 32 ** 3,
      transitions: 3 * 32 ** 3,
      depth: 3 * 31,
      rests: 0,
      complete: true,
      bound: undefined,
    });
  });

  it.each([1, 127, 1000, 32_767])('stops at %d states', statesMax => {
    expect(explore(counters(), { observations: 1, statesMax })).toMatchObject({ states: statesMax, complete: false, bound: 'states' });
  });

  it('that needs just as many states as it may have is complete', () => {
    expect(explore(counters(), { observations: 1, statesMax: 32_768 })).toMatchObject({ complete: true, bound: undefined });
  });

  it('stops before it holds more bytes than it may', () => {
    const search = explore(counters(), { observations: 1, bytesMax: 300_000 });
    expect(search).toMatchObject({ complete: false, bound: 'memory' });
    expect(search.bytes).toBeLessThanOrEqual(300_000);
  });

  it('stops when it is told to, and tells where it stands', () => {
    const seen: Progress[] = [];
    const interrupted = (progress: Progress): boolean => seen.push(progress) > 1;
    expect(explore(counters(), { observations: 1, interrupted })).toMatchObject({ complete: false, bound: 'interrupted' });
    expect(seen[0]).toMatchObject({ states: 1, transitions: 0, frontier: 1, depth: 0 });
    expect(seen[1].transitions).toBe(3 * 2 ** 14);
  });

  it('may stop when it has seen enough', () => {
    const search = explore(counters(), { observations: 1, enough: 1 });
    expect(search.complete).toBe(false);
    expect(search.bound).toBeUndefined();
    expect(search.tallies[0].first?.depth).toBe(15);
    expect(search.states).toBeLessThan(2_000);
  });
});
