// The numbered statements and hazards about large folios of files.
import { describe, expect, it } from 'vitest';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const SIX = ['6.1.192', 'v6.12'];
const result = (text: string, kernel: string, property: string): string => verdictOf(judgedOn(parsed(text), kernel), property).result;

describe('large folios of files', () => {
  it.each(['v5.8', ...SIX])('P57 %s: splitting a huge page of tmpfs with a settled pin fires a notifier: no', kernel => {
    const text = `asks: Is a client told?
memory: { A: shmem thp }
devices: { nic: uring, gpu: kvm watches mm0 }
threads: { nic: [pin A.1 write longterm], splitter: [wait until nic done, split A] }
never: [{ told: notified(A) > 0 }]`;
    expect(result(text, kernel, 'told')).toBe('holds');
  });
  it.each(SIX)('P59 %s: a pin between early check and unmap makes the split of a file THP fail, and its PTEs are restored: no', kernel => {
    const text = `asks: Is it mapped again?
memory: { A: shmem thp }
devices: { nic: uring }
threads: { nic: [pin A.1 write longterm], splitter: [split A] }
exists: splitter done and pinned(A.1) and pte(A.1) is none`;
    expect(result(text, kernel, 'exists')).toBe('holds');
  });
  it.each([
    ['v5.19', 'holds'],
    ['6.1.192', 'violated'],
    ['v6.12', 'violated'],
  ])('H39, H9 %s: a split that its pin refuses strips the buffers first: %s', (kernel, verdict) => {
    const text = `asks: Are there buffers?
memory: { A: file ext4 order 1 }
devices: { nic: pvm }
threads:
  nic: [pin A.1 write, wait until cpu done, unpin A.1 dirty]
  cpu: [wait until pinned(A.1), fsync A, pageout A.0]
never: [FSRDY]`;
    expect(result(text, kernel, 'FSRDY')).toBe(verdict);
  });
});
