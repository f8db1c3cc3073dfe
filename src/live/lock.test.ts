// The lock: one run at a time on a machine.
import { describe, expect, it } from 'vitest';
import { takeLock } from './lock.js';

const name = `pinproof-lock-test-${process.pid}`;
const never = new AbortController().signal;

describe('takeLock', () => {
  it('lets one in at a time', async () => {
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const first = await takeLock(name, { say, signal: never, wait_ms: 0 });
    expect(first).toBeDefined();
    expect(await takeLock(name, { say, signal: never, wait_ms: 0 })).toBeUndefined();
    expect(said).toEqual(['another live run is under way on this machine; waiting for its end']);

    const waiting = takeLock(name, { say, signal: never, wait_ms: 5_000 });
    first?.();
    const second = await waiting;
    expect(second).toBeDefined();
    second?.();
  });

  it('does not wait for one who was interrupted', async () => {
    expect(await takeLock(name, { say() {}, signal: AbortSignal.abort(), wait_ms: 60_000 })).toBeUndefined();
  });
});
