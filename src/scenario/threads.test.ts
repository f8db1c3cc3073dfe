// Threads: who each of them is, and setup, which comes before them.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const actor = (key: string, op: string) => placeless(parsed(scenario({ threads: `{ ${key}: [${op}] }` })).threads[0]?.actor) as unknown;

describe('a thread', () => {
  it.each<[key: string, op: string, wanted: object]>([
    ['r', 'read A', { kind: 'task', process: 'mm0' }],
    ['r in mm1', 'read A', { kind: 'task', process: 'mm1' }],
    ['r as kswapd', 'reclaim A', { kind: 'kthread', role: 'kswapd' }],
    ['nic', 'unpin A', { kind: 'device', device: 'nic', process: 'mm0' }],
    ['nic in mm1', 'unpin A', { kind: 'device', device: 'nic', process: 'mm1' }],
  ])('%s', (key, op, wanted) => {
    expect(actor(key, op)).toEqual(wanted);
  });

  it('acts where its device watches', () => {
    const file = parsed(scenario({ devices: '{ gpu: i915@v5.8 watches mm1 }', threads: '{ gpu: [unpin A] }' }));
    expect(placeless(file.threads[0]?.actor)).toEqual({ kind: 'device', device: 'gpu', process: 'mm1' });
  });

  it('may be in a process that a fork brings into being, wherever the fork stands', () => {
    const file = parsed(scenario({ threads: '{ child in mm2: [read A], parent: [{ either: [[fork mm2], [fork mm2]] }] }' }));
    expect(file.threads.map(({ name }) => name)).toEqual(['child', 'parent']);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['{ r «inn» mm0: [read A] }', 'unknown-word', 'unknown word "inn" after r; did you mean "in"?'],
    ['{ r «in»: [read A] }', 'missing-word', 'expected a process after "in"'],
    ['{ r «as»: [read A] }', 'missing-word', 'expected a kernel thread after "as"', 'known: kswapd, flusher, khugepaged, kcompactd'],
    ['{ r as «kswap»: [reclaim A] }', 'unknown-role', 'unknown kernel thread "kswap"; did you mean "kswapd"?'],
    ['{ r in mm1 «as» kswapd: [read A] }', 'stray-word', 'nothing goes after "mm1", found "as"'],
    ['{ nic «as» kswapd: [reclaim A] }', 'stray-word', 'nothing goes after "nic", found "as"', 'nic is a device: leave "as …" out'],
    ['{ r in «mm5»: [read A] }', 'unknown-process', 'unknown process "mm5"'],
    ['{ r: [read A], «r» in mm1: [read A] }', 'duplicate', '"r" stands twice in threads, first in line 4'],
    ['{ «A»: [read A] }', 'taken-name', '"A" cannot name a thread, it is a page'],
    ['{ «setup»: [read A] }', 'taken-name', '"setup" cannot name a thread, it is a word of conditions'],
    ['{ «mm0»: [read A] }', 'taken-name', '"mm0" cannot name a thread, it is a process'],
    ['{ «r!»: [read A] }', 'bad-name', '"r!" cannot name a thread'],
    ['{ "«»": [read A] }', 'bad-name'],
    ['{ r: «[]» }', 'empty', 'thread r is empty', 'give it operations: [reclaim A]'],
    ['{ r: «read A» }', 'wrong-type', 'thread r should be a list, found a text'],
    ['«{}»', 'empty', 'threads is empty'],
    ['«[r]»', 'wrong-type', 'threads should be a map, found a list'],
  ])('not: %s', (threads, ...wanted) => {
    refuses(scenario({ threads }), wanted);
  });

  it('is empty when nothing stands behind its name', () => {
    refuses(scenario({ threads: '\n  r:«»\n  s: [read A]\n' }), ['empty', 'thread r is empty']);
  });

  it('is not complained about again where it is mentioned', () => {
    refuses(
      scenario({ threads: '{ r: «read A», k as «x»: [reclaim A] }', exists: 'r.3 = kept and k.1 = kept' }),
      ['wrong-type'],
      ['unknown-role'],
    );
    refuses(scenario({ threads: '«x»', exists: 'r.3 = kept' }), ['wrong-type']);
  });
});

describe('setup', () => {
  it('is done by mm0, and its operations are called setup.N', () => {
    const file = parsed(scenario({ setup: '[write A, { loop: { times: 2, do: [read A] } }]', exists: 'data(A by cpu) = setup.1' }));
    expect(file.setup).toMatchObject([
      { kind: 'verb', n: 1 },
      { kind: 'loop', body: [{ n: 2 }] },
    ]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['[write A, «exit»]', 'setup-must-end', '"exit" cannot stand in setup'],
    ['[«wait until k done»]', 'setup-must-end', '"wait" cannot stand in setup'],
    ['[{ «loop»: [read A] }]', 'setup-must-end', '"loop" cannot stand in setup'],
    ['[«pin» A write]', 'wrong-actor', 'only a device can "pin", and "setup" is a thread of mm0'],
    ['«[]»', 'empty', 'setup is empty'],
    ['«write A»', 'wrong-type', 'setup should be a list, found a text'],
  ])('not: %s', (setup, ...wanted) => {
    refuses(scenario({ setup }), wanted);
  });
});
