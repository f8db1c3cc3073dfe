// Steps, one by one: the same state and the same alternative give the same state again, and a step that waits changes nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Composed, composed, KERNELS, kernelNamed, PROPOSALS } from '../src/history/index.js';
import { judge } from '../src/judge/index.js';
import { parsed } from './support/judged.js';

const folder = new URL('../scenarios/', import.meta.url);
const names = readdirSync(folder).map(name => name.replace('.yaml', ''));
const kernel = (name: string, ...proposals: string[]): Composed =>
  composed(
    kernelNamed(name) ?? KERNELS[0],
    PROPOSALS.filter(({ id }) => proposals.includes(id)),
  );
/** Between them every commit and every proposal. */
const TARGETS = [
  kernel('v5.8'),
  kernel('v5.9', 'v1', 'remap-writable', 'off-lru'),
  kernel('v5.9', 'ttu-after-clear', 'no-cow', 'only-longterm', 'mayfail'),
  kernel('v5.18', 'early', 'unevictable', 'lru-scan'),
  kernel('v5.19', 'exact-count', 'ttu-flag'),
  kernel('v6.18', 'late', 'ttu-before-clear'),
];
const STATES = 400;

/** Takes every alternative of every thread twice in each of the first states, and tells what came out otherwise; undefined where it cannot start. */
function uneven(name: string, target: Composed): string[] | undefined {
  const file = parsed(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'), name);
  const { judged } = judge(file, target, { statesMax: STATES });
  if (judged === undefined) return undefined;
  const { machine } = judged.built;
  const { store, count } = judged.search.visited;
  const { u, k, packer } = machine;
  const wrong = new Set<string>();
  const before = u.slice();
  const first = u.slice();
  const bytesOf = (words: typeof u) => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const same = (saved: typeof u): boolean => Buffer.compare(bytesOf(saved), bytesOf(u)) === 0;
  for (let state = 0; state < count; state++)
    for (let t = 0; t < machine.threads.length; t++) {
      let choice = 0;
      do {
        packer.unpack(u, store, state * packer.words);
        before.set(u);
        const { label } = machine.at(t);
        const once = { fired: machine.fire(t, choice), width: k.width, met: k.met, seen: k.seen };
        if (!once.fired && !same(before)) wrong.add(`label ${label} waits and changes the state`);
        first.set(u);
        packer.unpack(u, store, state * packer.words);
        if (!same(before)) wrong.add(`label ${label}: the state is not what it was`);
        const again = { fired: machine.fire(t, choice), width: k.width, met: k.met, seen: k.seen };
        const equal = once.fired === again.fired && once.width === again.width && once.met === again.met && once.seen === again.seen;
        if (!equal || !same(first)) wrong.add(`label ${label} does this once and that the other time`);
      } while (++choice < k.width);
    }
  return [...wrong];
}

describe('each step gives the same twice, and leaves a state in which it waits as it is', () => {
  it.each(names)('%s', name => {
    const found = TARGETS.map(target => ({ on: target.name, wrong: uneven(name, target) })).filter(({ wrong }) => wrong !== undefined);
    expect(found.length, 'kernels on which it starts').toBeGreaterThan(0);
    expect(found.filter(({ wrong }) => wrong?.length !== 0)).toEqual([]);
  });
});
