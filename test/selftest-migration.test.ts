// The kernel's own migration tests (tools/testing/selftests/mm/migration.c): pages are moved to and fro while others use them.
// What a child shares with its parent is told apart there by MAP_SHARED; large pages and hugetlb are not here.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const CASES: Readonly<Record<string, readonly string[]>> = {
  private_anon: [
    'memory: { A: anon }',
    'threads:',
    '  reader: [{ loop: [read A] }]',
    '  mover: [{ loop: [move-pages A] }]',
    'sometimes: [ { moved: frame(A) is other } ]',
  ],
  shared_anon: [
    'memory: { A: "shmem in mm0, mm1 shared" }',
    'threads:',
    '  reader in mm1: [{ loop: [read A] }]',
    '  mover in mm0: [migrate A]',
    'sometimes: [ { moved: frame(A@mm0) is other and frame(A@mm1) is other } ]',
  ],
};

describe('migration.c', () => {
  it.each(Object.keys(CASES).flatMap(name => ALL.map(kernel => [name, kernel] as const)))('%s on %s', (name, kernel) => {
    const { properties } = judgedOn(parsed(['asks: Is it moved?', ...CASES[name]].join('\n')), kernel);
    expect(properties.filter(({ result }) => result === 'violated').map(property => property.name)).toEqual([]);
    expect(properties.find(property => property.name === 'moved')?.result).toBe('holds');
  });
});
