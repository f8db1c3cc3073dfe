// What is not modelled of files on fs-DAX and of ext4 with data=journal is refused by name.
import { describe, expect, it } from 'vitest';
import { composed, kernelNamed } from '../src/history/index.js';
import { build } from '../src/scenario/index.js';
import { parsed } from './support/judged.js';

function refused(memory: string, op: string, more = ''): string | undefined {
  const kernel = kernelNamed('v6.12');
  if (kernel === undefined) throw new Error('v6.12 is there');
  const text = `asks: Is it?\nmemory: { A: ${memory} }\nthreads: { cpu: [${op}] }\n${more}`;
  return build(parsed(text), composed(kernel)).problem?.message;
}

describe('what a file system does', () => {
  it.each([
    ['file dax', 'fsync A', '', '"fsync" of a page of fs-DAX is not modelled'],
    ['file dax order 1', 'read A', '', 'large pages of fs-DAX are not modelled'],
    ['file dax cma', 'read A', '', 'a page of fs-DAX that is "cma" is not modelled'],
    ['file dax', 'read A', 'frames: 2', 'reclaim beside a file on fs-DAX is not modelled'],
    ['file dax', 'read A', 'exists: buffers(A)', 'a file on fs-DAX has no page cache'],
    ['file dax', 'read A', 'exists: data(A by disk) = init', 'a file on fs-DAX has no page cache'],
    ['file ext4-journal', 'migrate A', '', '"migrate" of a page of ext4-journal is not modelled'],
    ['file ext4-journal movable', 'read A', '', 'pages of ext4-journal are not moved here'],
    ['file ext4-journal order 1', 'read A', '', 'large folios of ext4-journal are not modelled'],
  ])('is refused where it is not modelled: %s, %s %s', (memory, op, more, message) => {
    expect(refused(memory, op, more)).toContain(message);
  });
  it.each(['file dax', 'file ext4-journal'])('is taken where it is: %s', memory => {
    expect(refused(memory, 'write A')).toBeUndefined();
  });
});
