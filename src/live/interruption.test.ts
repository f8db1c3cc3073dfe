// An interruption: what is undone when a signal comes, and who hears of it.
import { describe, expect, it, vi } from 'vitest';
import { Interruption } from './interruption.js';

describe('Interruption', () => {
  it('turns a signal of the process into an abort', () => {
    const ours = () => {};
    process.on('SIGTERM', ours);
    const interruption = new Interruption();
    process.emit('SIGTERM', 'SIGTERM');
    expect(interruption.signal.aborted).toBe(true);
    interruption.end();
    expect(process.listeners('SIGTERM')).toEqual([ours]);
    process.off('SIGTERM', ours);
  });

  it('gives a signal that nobody else handles its usual effect at the end, not before', () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const interruption = new Interruption();
    process.emit('SIGHUP', 'SIGHUP');
    expect(kill).not.toHaveBeenCalled();
    interruption.end();
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGHUP');
    kill.mockRestore();
  });

  it('follows the caller, also one who aborted before', () => {
    const caller = new AbortController();
    const before = new Interruption(caller.signal);
    expect(before.signal.aborted).toBe(false);
    caller.abort();
    const after = new Interruption(caller.signal);
    expect([before.signal.aborted, after.signal.aborted]).toEqual([true, true]);
    before.end();
    after.end();
  });
});
