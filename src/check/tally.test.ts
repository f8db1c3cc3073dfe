// Tallies under test: each bit counts on its own, and remembers its first sighting.
import { describe, expect, it } from 'vitest';
import { Shared } from '../machine/index.js';
import { Tallies } from './tally.js';

describe('tallies', () => {
  it('count what was met and what was seen, bit by bit', () => {
    const tallies = new Tallies(31);
    const k = new Shared();
    k.observe(0, false);
    k.observe(2, true);
    k.observe(30, true);
    tallies.take(k, 7, 1, 3, 5);
    k.met = 0;
    k.seen = 0;
    k.observe(0, true);
    k.observe(2, true);
    tallies.take(k, 9, -1, 0, 6);
    expect(tallies.list[0]).toEqual({ met: 2, seen: 1, first: { bit: 0, state: 9, move: { thread: -1, choice: 0 }, depth: 6 } });
    expect(tallies.list[1]).toEqual({ met: 0, seen: 0 });
    expect(tallies.list[2]).toEqual({ met: 2, seen: 2, first: { bit: 2, state: 7, move: { thread: 1, choice: 3 }, depth: 5 } });
    expect(tallies.list[30].seen).toBe(1);
    expect(tallies.seen >>> 0).toBe(0b1000000000000000000000000000101);
  });
});
