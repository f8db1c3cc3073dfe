// Operations: verbs with their words, waits, loops and eithers, and who may do what.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const threads = (ops: string, key = 'nic') => scenario({ threads: `{ ${key}: [${ops}] }` });
const ops = (text: string, key?: string) => placeless(parsed(threads(text, key)).threads[0]!.ops) as unknown;
const verb = (name: string, n: number, rest: object = {}) => ({ kind: 'verb', n, verb: name, words: [], count: 1, ...rest });

describe('an operation', () => {
  it.each<[key: string, text: string, wanted: object]>([
    ['nic', 'pin A write longterm', verb('pin', 1, { page: 'A', words: ['write', 'longterm'] })],
    ['nic', '"pin  A   fast read"', verb('pin', 1, { page: 'A', words: ['fast', 'read'] })],
    ['nic', 'get A x1023', verb('get', 1, { page: 'A', count: 1023 })],
    ['nic', 'unpin A dirty-lock', verb('unpin', 1, { page: 'A', words: ['dirty-lock'] })],
    ['r', 'fork mm2', verb('fork', 1, { process: 'mm2' })],
    ['r', 'kill mm1', verb('kill', 1, { process: 'mm1' })],
    ['r', 'reclaim', verb('reclaim', 1)],
    ['r', 'drain', verb('drain', 1)],
    ['r', 'exit', { kind: 'exit', n: 1 }],
    ['r', 'wait until not pinned(A)', { kind: 'wait', n: 1, until: { kind: 'not', of: { kind: 'pinned', page: { page: 'A' } } } }],
    ['r', '{ loop: [read A] }', { kind: 'loop', body: [verb('read', 1, { page: 'A' })] }],
    ['r', '{ loop: { times: 3, do: [read A] } }', { kind: 'loop', times: 3, body: [verb('read', 1, { page: 'A' })] }],
    ['r', '{ either: [[read A], []] }', { kind: 'either', ways: [[verb('read', 1, { page: 'A' })], []] }],
  ])('of %s: %s', (key, text, wanted) => {
    expect(ops(text, key)).toEqual([wanted]);
  });

  it('is numbered through the text, into loops and both sides of an either', () => {
    const text = 'read A, { loop: [write A, { either: [[read A], [wait until k done]] }] }, exit';
    const file = parsed(scenario({ threads: `{ r: [${text}], k as kswapd: [reclaim] }` }));
    expect(file.threads[0]?.ops).toMatchObject([
      { n: 1 },
      { body: [{ n: 2 }, { ways: [[{ n: 3 }], [{ n: 4, kind: 'wait' }]] }] },
      { n: 5, kind: 'exit' },
    ]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['«pni» A write', 'unknown-verb', 'unknown operation "pni"; did you mean "pin"?', /^known: pin, unpin/],
    ['«pin» write', 'missing-word', 'expected a page after "pin"'],
    ['«get» x3', 'missing-word', 'expected a page after "get"'],
    ['«pin A»', 'missing-word', 'expected one of read, write after "pin A"'],
    ['pin A read «write»', 'conflicting-words', '"write" and "read" exclude each other'],
    [
      'pin A write «fats»',
      'unknown-word',
      'unknown word "fats" after pin; did you mean "fast"?',
      'known: read, write, longterm, fast, slow',
    ],
    ['unpin A «x3»', 'unknown-word', 'unknown word "x3" after unpin'],
    ['get A «y3»', 'unknown-word', 'unknown word "y3" after get', 'known: xN'],
    ['get A «x0»', 'out-of-bounds', 'the count of get should be a whole number from 1 to 65535, found "0"'],
    ['get A x1 «x2»', 'conflicting-words', '"x2" and "x1" exclude each other'],
    ['read A «A»', 'stray-word', 'nothing goes after "A", found "A"', 'read takes no more words'],
    ['read «C»', 'unknown-page', 'unknown page "C"', 'known: A, B'],
    ['exit «now»', 'stray-word', 'nothing goes after "exit", found "now"'],
    ['«wait» A', 'missing-word', 'expected "until" and a condition after "wait"'],
    ['wait «until»', 'missing-word', 'expected a condition after "wait until"'],
    ['«loop»', 'wrong-type', 'loop should be a map, found a text', 'write { loop: [read A] }'],
    ['«either»', 'wrong-type', 'either should be a map, found a text'],
    ['"«»"', 'empty', 'an operation of thread nic is empty'],
    ['read A, «[read A]»', 'wrong-type', 'an operation of thread nic should be a text, found a list'],
    ['{ «lop»: [read A] }', 'unknown-key', 'unknown key "lop" in an operation; did you mean "loop"?'],
    ['{ loop: [read A], «either»: [[read A], [write A]] }', 'stray-word'],
    ['«{}»', 'empty', 'an operation is empty'],
    ['{ «loop»: [] }', 'empty', 'loop is empty'],
    ['{ loop: «read A» }', 'wrong-type', 'loop should be a list, found a text'],
    ['{ loop: { times: «0», do: [read A] } }', 'out-of-bounds', 'times should be a whole number from 1 to 1000, found "0"'],
    ['{ «loop»: { do: [read A] } }', 'missing-key', 'loop has no "times"'],
    ['{ «loop»: { times: 2 } }', 'missing-key', 'loop has no "do"'],
    ['{ loop: { times: 2, do: [read A], «od»: 2 } }', 'unknown-key', 'unknown key "od" in loop; did you mean "do"?'],
    ['{ «either»: [[read A]] }', 'wrong-type', 'either should be a list of two ways or more, found one'],
    ['{ either: [[read A], «read A»] }', 'wrong-type', 'a way of either should be a list, found a text'],
    ['{ either: «read A» }', 'wrong-type', 'either should be a list, found a text'],
  ])('not: %s', (text, ...wanted) => {
    refuses(threads(text), wanted);
  });

  it('goes no deeper than eight lists', () => {
    const nested = (depth: number, inside: string): string => (depth === 0 ? inside : `{ loop: [${nested(depth - 1, inside)}] }`);
    expect(parsed(threads(nested(8, 'read A'))).threads).toHaveLength(1);
    refuses(threads(nested(8, '{ loop: «[read A]» }')), ['too-deep', 'loop goes deeper than 8']);
  });

  it('keeps its number when it has a problem', () => {
    refuses(scenario({ threads: '{ r: [«raed» A, write A, reclaim A] }', exists: 'data(A by cpu) = r.2 and r.1 = init' }), [
      'unknown-verb',
    ]);
  });
});

describe('who may do it', () => {
  it.each<[key: string, text: string, ...Parameters<typeof refuses>[1]]>([
    [
      'r',
      '«pin» A write',
      'wrong-actor',
      'only a device can "pin", and "r" is a thread of mm0',
      'declare a device and name the thread after it',
    ],
    [
      'r as kswapd',
      '«read» A',
      'wrong-actor',
      /^only a thread of a process or a device can "read", and "r" is a kernel thread/,
      'leave "as kswapd" out',
    ],
    ['nic', '«munmap» A', 'wrong-actor', /and "nic" is a device$/, 'name the thread after no device'],
    ['r', '«writeback» A', 'wrong-actor', /^only a kernel thread can/, /^make it one: r as kswapd, r as flusher/],
    ['gpu', '«pin» A write', 'wrong-device', '"gpu" cannot "pin", it is of kind kvm', 'kvm can: read, write'],
  ])('%s: not %s', (key, text, ...wanted) => {
    refuses(threads(text, key), wanted);
  });
});
