// The numbered statements on fork: who keeps a pinned page, and who can end up sharing one.
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../src/history/index.js';
import { judgedOn, parsed, verdictOf } from './support/judged.js';

const ALL = KERNELS.map(({ name }) => name);
const from = (kernel: string): string[] => ALL.slice(ALL.indexOf(kernel));

/** The result of one property; a `never` whose question never came up proves nothing. */
function result(lines: readonly string[], kernel: string, property: string): string {
  const verdict = verdictOf(judgedOn(parsed(['asks: What is it?', ...lines].join('\n')), kernel), property);
  if (verdict.kind === 'never' && verdict.met === 0) return 'never exercised';
  return verdict.result;
}

const PINNED = ['memory: { A: anon }', 'devices: { nic: uring }'];

describe('fork and pins', () => {
  it('what a mapping remembers for a fork is kept where none comes', () => {
    const lines = ['memory: { A: anon }', 'threads:', '  cpu: [dontfork A, wipeonfork A, dofork A]', 'exists: cpu done and pte(A) is rw'];
    expect(result(lines, 'v5.8', 'exists')).toBe('holds');
  });

  const forked = [
    ...PINNED,
    'threads:',
    '  nic: [pin A write longterm]',
    '  parent: [wait until pinned(A), fork mm1]',
    '  later: [wait until parent done, write A]',
    '  child in mm1: [read A]',
    'sometimes:',
    '  - moved: later done and frame(A@mm0) is other',
    '  - stays: later done and frame(A@mm0) is same',
    '  - copied: parent done and frame(A@mm1) is other and pte(A@mm0) is rw',
    '  - shared: parent done and pte(A@mm0) is ro',
  ];

  it('P69 v5.8: pin, fork, the parent writes while the child lives: the parent is not on the page any more', () => {
    expect(result(forked, 'v5.8', 'moved')).toBe('holds');
    expect(result(forked, 'v5.8', 'stays')).toBe('unreached');
    expect(result(forked, 'v5.8', 'copied')).toBe('unreached');
  });

  it.each(from('v5.9'))('P71 %s: pin, fork: the child gets a copy, and the entry of the parent stays writable', kernel => {
    expect(result(forked, kernel, 'copied')).toBe('holds');
    expect(result(forked, kernel, 'shared')).toBe('unreached');
    expect(result(forked, kernel, 'moved')).toBe('unreached');
  });

  const racing = [
    ...PINNED,
    'threads:',
    '  nic: [pin A write]',
    '  parent: [fork mm1]',
    'exists: pinned(A) and parent done and frame(A@mm0) is same and frame(A@mm1) is same',
  ];

  it.each(from('5.10.7'))('P73 %s: no interleaving of GUP-fast and fork leaves a pinned page shared with the child', kernel => {
    expect(result(racing, kernel, 'exists')).toBe('unreached');
  });

  it.each(['v5.8', 'v5.9'])('P73 %s: before the counter of forks there is one', kernel => {
    expect(result(racing, kernel, 'exists')).toBe('holds');
  });

  it.each(ALL)('P75 %s: O_DIRECT read in flight, fork, the parent writes, the read completes: its data is visible since v6.5', kernel => {
    const lines = [
      'memory: { A: anon }',
      'devices: { dio: odirect }',
      'threads:',
      '  dio: [pin A write, wait until parent done, dma A write]',
      '  parent: [wait until pinned(A), fork mm1, write A]',
      'sometimes:',
      '  - visible: dio done and data(A@mm0 by cpu) = dio.3',
      '  - lost: dio done and not data(A@mm0 by cpu) = dio.3',
    ];
    const pins = from('v6.5').includes(kernel);
    expect(result(lines, kernel, 'visible')).toBe(pins ? 'holds' : 'unreached');
    expect(result(lines, kernel, 'lost')).toBe(pins ? 'unreached' : 'holds');
  });

  it.each(from('v5.19'))('P81 %s: a page that is exclusive and pinned stays exclusive, whatever forks meanwhile', kernel => {
    const lines = [
      'memory: { A: anon }',
      'devices: { nic: uring }',
      'threads:',
      '  nic: [pin A write]',
      '  parent: [fork mm1, write A]',
      'never: [ { shared: pinned(A) and frame(A@mm0) is same and not exclusive(A) and nic done } ]',
      'sometimes: [ { other: not exclusive(A) }, { pinned: pinned(A) and exclusive(A) } ]',
    ];
    expect(result(lines, kernel, 'shared')).toBe('holds');
    expect(result(lines, kernel, 'other')).toBe('holds');
    expect(result(lines, kernel, 'pinned')).toBe('holds');
  });

  it.each(['v5.9', '5.10.7', '5.15.135'])('P17 %s: a read pin of a page that a fork has shared returns the shared page', kernel => {
    const lines = [
      ...PINNED,
      'threads:',
      '  forks: [fork mm1]',
      '  nic: [wait until forks done, pin A read]',
      'exists: pinned(A) and frame(A@mm0) is same and frame(A@mm1) is same',
    ];
    expect(result(lines, kernel, 'exists')).toBe('holds');
    for (const other of ['v5.8', ...from('v5.19')]) expect(result(lines, other, 'exists')).toBe('unreached');
  });

  const inTheWindow = [
    ...PINNED,
    'threads:',
    '  nic: [pin A write longterm]',
    '  migration as kswapd: [wait until pinned(A), migrate A]',
    '  parent: [wait until pte(A) is migration, fork mm1, wait until migration done, write A]',
    // That the child has the page, too, tells that the fork met the entry: where it meets the page it copies a pinned one.
    'sometimes:',
    '  - window: pte(A@mm0) is migration and pte(A@mm1) is migration',
    '  - stays: parent done and frame(A@mm1) is same and frame(A@mm0) is same',
    '  - moved: parent done and frame(A@mm1) is same and frame(A@mm0) is other',
  ];

  it.each(ALL.slice(1, ALL.indexOf('v5.19')))('P79 %s: a fork inside a migration that fails takes the page from the parent', kernel => {
    expect(result(inTheWindow, kernel, 'window')).toBe('holds');
    expect(result(inTheWindow, kernel, 'moved')).toBe('holds');
    expect(result(inTheWindow, kernel, 'stays')).toBe('unreached');
  });

  it.each(from('v5.19'))('P79 %s: a pinned exclusive page never has a migration entry', kernel => {
    for (const property of ['window', 'moved']) expect(result(inTheWindow, kernel, property)).toBe('unreached');
  });
});
