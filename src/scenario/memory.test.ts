// Memory: what a page's line says, and what it must not say.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const page = (text: string) => placeless(parsed(scenario({ memory: `{ A: ${text} }` })).memory[0]) as unknown;

describe('a page', () => {
  it.each<[string, object]>([
    ['anon', {}],
    ['anon swapcache', { state: 'swapcache' }],
    ['"anon in mm0, mm1 swapcache"', { processes: ['mm0', 'mm1'], state: 'swapcache' }],
    ['"anon in mm0 ,mm1,mm2 shared order 9"', { processes: ['mm0', 'mm1', 'mm2'], sharing: 'shared', order: 9 }],
    ['file ext4 clean', { kind: 'file', state: 'clean', filesystem: 'ext4' }],
    ['file checksums', { kind: 'file', checksums: 'checksums' }],
    ['file private mixedmap', { kind: 'file', sharing: 'private', mixedmap: 'mixedmap' }],
    ['anon order 0 dirty in mm3 private', { processes: ['mm3'], sharing: 'private', state: 'dirty', order: 0 }],
  ])('%s', (text, wanted) => {
    expect(page(text)).toEqual({ name: 'A', kind: 'anon', processes: ['mm0'], ...wanted });
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['«anno»', 'unknown-kind', 'unknown kind of memory "anno"; did you mean "anon"?', 'known: anon, shmem, file'],
    ['«""»'.replace('«""»', '"«»"'), 'empty', 'page A is empty', 'its kind is one of: anon, shmem, file'],
    ['«[anon]»', 'wrong-type', 'page A should be a text, found a list'],
    ['anon «swapcahe»', 'unknown-word', 'unknown word "swapcahe" in a page; did you mean "swapcache"?'],
    ['anon dirty «clean»', 'conflicting-words', '"clean" and "dirty" exclude each other'],
    ['file ext4 «xfs»', 'conflicting-words', '"xfs" and "ext4" exclude each other'],
    ['anon shared «shared»', 'conflicting-words', '"shared" stands twice'],
    ['anon «in»', 'missing-word', 'expected a process after "in"'],
    ['"anon in mm0«,»"', 'missing-word', 'expected a process after ","'],
    ['"anon in mm0 «in» mm1"', 'conflicting-words'],
    ['"anon in mm0, «mm0»"', 'conflicting-words'],
    ['anon in «mm10»', 'bad-process', '"mm10" is no process', 'processes are called mm0 to mm9'],
    ['anon in «process1» dirty', 'bad-process'],
    ['anon order «10»', 'out-of-bounds', 'order should be a whole number from 0 to 9, found "10"'],
    ['anon order «-1»', 'out-of-bounds'],
    ['anon order «two»', 'out-of-bounds'],
    ['anon «order»', 'missing-word', 'expected a number from 0 to 9 after "order"'],
    ['anon order 1 «order» 2', 'conflicting-words'],
  ])('not: %s', (text, ...wanted) => {
    refuses(scenario({ memory: `{ A: ${text} }` }), wanted);
  });
});

describe('the pages', () => {
  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['{ A: anon, «A»: anon }', 'duplicate', '"A" stands twice in memory, first in line 2'],
    ['{ A: anon, «1A»: anon }', 'bad-name', '"1A" cannot name a page'],
    ['{ A: anon, «free»: anon }', 'taken-name', '"free" cannot name a page, it is a word of conditions'],
    ['{ A: anon, «mm1»: anon }', 'taken-name', '"mm1" cannot name a page, it is a process'],
    ['{ A: anon in mm0, «mm1 swapcache» }', 'no-value', '"mm1 swapcache" in memory has no value', /quote a text that has a comma/],
    ['«[A]»', 'wrong-type', 'memory should be a map, found a list'],
  ])('not: %s', (memory, ...wanted) => {
    refuses(scenario({ memory }), wanted);
  });

  it('must be there', () => {
    refuses(scenario({ memory: '«{}»', threads: '{ k as kswapd: [reclaim] }' }), ['empty', 'memory is empty']);
  });

  it('are told once when they have a problem, not where they are mentioned', () => {
    refuses(
      scenario({ memory: '{ A: «bad», B: anon in «x» }', exists: 'pte(A) is none and pte(B) is none' }),
      ['unknown-kind'],
      ['bad-process'],
    );
  });
});
