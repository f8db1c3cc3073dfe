// Undoing: every step once, the last first, whatever fails on the way.
import { describe, expect, it } from 'vitest';
import { Undo } from './undo.js';

describe('Undo', () => {
  it('goes back newest first, once', () => {
    const done: string[] = [];
    const undo = new Undo(() => {});
    undo.add('a', () => done.push('a'));
    undo.add('b', () => done.push('b'));
    undo.run();
    undo.run();
    expect(done).toEqual(['b', 'a']);
  });

  it('says what fails and goes on', () => {
    const said: string[] = [];
    let reached = false;
    const undo = new Undo(line => said.push(line));
    undo.add('a', () => (reached = true));
    undo.add('swap file /x', () => {
      throw new Error('swapoff: /x: Cannot allocate memory');
    });
    undo.run();
    expect(said).toEqual(['could not undo (swap file /x): swapoff: /x: Cannot allocate memory']);
    expect(reached).toBe(true);
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    const undo = new Undo(() => {});
    expect(process.listenerCount('exit')).toBe(before + 1);
    undo.run();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
