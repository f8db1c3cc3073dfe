// New files: whole or not at all.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeNew } from './new-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-new-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes, and leaves nothing else', () => {
  writeNew(join(folder, 'a'), 'a', 'text', { replace: false });
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('text');
  expect(readdirSync(folder)).toEqual(['a']);
});

it('keeps what is there unless it may replace it', () => {
  writeFileSync(join(folder, 'a'), 'mine');
  expect(() => writeNew(join(folder, 'a'), 'a', 'text', { replace: false })).toThrow('a exists already');
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('mine');
  writeNew(join(folder, 'a'), 'a', 'text', { replace: true });
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('text');
});

it('says in one sentence why it cannot', () => {
  expect(() => writeNew(join(folder, 'no', 'a'), 'no/a', '', { replace: false })).toThrow('cannot write no/a: there is no such folder');
  expect(() => writeNew(folder, 'b', '', { replace: true })).toThrow('cannot write b: it is a folder');
  expect(readdirSync(folder)).toEqual([]);
});
