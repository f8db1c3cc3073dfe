// Field words: each kind of record, in the words of the kernel.
import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../machine/index.js';
import { fieldWords } from './fields.js';

const words = () => fieldWords({ pages: ['A', 'B'], owners: { 1: 'A' }, contents: ['zero', 'init(A)', 'init(B)', '', 'cpu.1'] });
/** `frame 1.ref 1 1025; …`. */
const changes = (text: string): FieldChange[] =>
  text.split('; ').map(one => {
    const [, record, field, old, now] = /^(.+)\.(\w+) (\d+) (\d+)$/.exec(one) as unknown as string[];
    return { record, field, old: Number(old), new: Number(now) };
  });
const say = (text: string): string => words().say(changes(text)).join(' | ');

describe('fieldWords', () => {
  it.each([
    ['frame 1.ref 1 1025', "A's frame 1: refcount 1 -> 1025"],
    ['frame 1.locked 0 1; frame 1.slot 0 2', "A's frame 1: locked 0 -> 1, swap slot none -> 2"],
    ['frame 2.page 0 2; frame 2.ref 0 1; frame 2.content 0 2', "frame 2: free -> B's, refcount 0 -> 1, data zero -> init(B)"],
    ['frame 1.page 1 0; frame 1.ref 1 0', "A's frame 1: freed"],
    ['slot 1.frame 0 1; slot 1.map 0 1', "swap slot 1: swap cache none -> A's frame 1, swap_map 0 -> 1"],
    [
      'pte(A@mm0).frame 1 0; pte(A@mm0).write 1 0; pte(A@mm0).dirty 1 0; pte(A@mm0).swap 0 1',
      'pte(A@mm0): frame 1 rw dirty -> swap slot 1',
    ],
    ['pte(A@mm0).frame 0 1; pte(A@mm0).swap 1 0', 'pte(A@mm0): swap slot 1 -> frame 1 ro'],
    ['pte(A@mm0).frame 1 2; pte(A@mm0).write 0 1', 'pte(A@mm0): frame 1 ro -> frame 2 rw'],
    ['pte(A@mm0).zero 0 1', 'pte(A@mm0): none -> zero page ro'],
    ['pte(A@mm0).write 0 1; pte(A@mm0).ptl 1 0', 'pte(A@mm0): ro -> rw, ptl 1 -> 0'],
    ['pte(A@mm0).stale 0 1; pte(A@mm0).stale_write 0 1', 'pte(A@mm0): TLB may hold none -> frame 1 rw'],
    [
      "nic's pin of A.frame 0 1; nic's pin of A.write 0 1; nic's pin of A.times 0 1",
      "nic's pin of A: none -> A's frame 1 (FOLL_PIN, write)",
    ],
    [
      "pipe's pin of A.frame 0 1; pipe's pin of A.get 0 1; pipe's pin of A.times 0 3",
      "pipe's pin of A: none -> A's frame 1 (FOLL_GET, read, x3)",
    ],
    ["nic's pin of A.frame 1 0; nic's pin of A.times 1 0", "nic's pin of A: A's frame 1 -> none"],
    ['gpu.mirrored 3 2; gpu.busy 0 1', 'gpu: maps A+B -> B, job idle -> running'],
    ['cpu.1.value 0 4', 'cpu.1: answer zero -> cpu.1'],
    ['mm0.writer 0 1', 'mm0: mmap_lock writer 0 -> 1'],
    ['frame 1.brand_new 0 1', "A's frame 1: brand_new 0 -> 1"],
  ])('%s', (given, said) => expect(say(given)).toBe(said));

  it('knows whose a frame is by what it was told before', () => {
    const { say } = words();
    expect(say(changes('frame 2.page 0 1; frame 2.ref 0 1'))).toEqual(["frame 2: free -> A's, refcount 0 -> 1"]);
    expect(say(changes('frame 2.ref 1 2'))).toEqual(["A's frame 2: refcount 1 -> 2"]);
  });

  it('hides the ghosts of the model', () => {
    const shown = changes('frame 1.held 0 1; pte(A@mm0).expected 0 1; mm0.readers 0 1; frame 1.ref 0 1').filter(words().shows);
    expect(shown.map(({ field }) => field)).toEqual(['ref']);
  });
});
