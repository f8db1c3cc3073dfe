// The look-up: whatever a file mentions must be there, and an operation must answer or write what it is asked for.
import { describe, expect, it } from 'vitest';
import { parsed, refuses, scenario } from '../../test/support/scenario.js';

describe('a mention', () => {
  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['pte(«C») is none', 'unknown-page', 'unknown page "C"', 'known: A, B'],
    ['pte(«a») is none', 'unknown-page', 'unknown page "a"; did you mean "A"?'],
    ['pte(B@«mm2») is none', 'unknown-process', 'unknown process "mm2"', /^known: mm0, mm1; /],
    ['pinned(A by «nick»)', 'unknown-device', 'unknown device "nick"; did you mean "nic"?', 'known: nic, gpu'],
    ['«q» done', 'unknown-thread', 'unknown thread "q"', 'known: nic, r, k'],
    ['«nik».1 = pinned', 'unknown-thread', 'unknown thread "nik"; did you mean "nic"?'],
    ['«setup».1 = init', 'unknown-thread'],
    ['k at «shrink_page_lits»', 'unknown-label', 'unknown label "shrink_page_lits"; did you mean "shrink_page_list"?'],
    ['«nic.2» = pinned', 'no-such-operation', 'nic has no operation 2', 'nic has one, counted from 1'],
    ['«r.0» = init', 'no-such-operation', 'r has no operation 0', 'r has 4, counted from 1'],
    ['r.1 = «r.9»', 'no-such-operation', 'r has no operation 9'],
    ['r.3 = «frred»', 'unknown-word', 'unknown word "frred" as the answer of r.3 (reclaim); did you mean "freed"?', 'known: freed, kept'],
    ['r.3 = «0»', 'no-result', 'r.3 (reclaim) answers no number', 'it answers freed, kept'],
    ['r.4 = «init»', 'no-result', 'r.4 (munmap) reads no bytes', 'it answers a number'],
    ['r.1 = «r.3»', 'no-result', 'r.3 (reclaim) writes no bytes', 'what writes: dma … write, write'],
    ['data(A by cpu) = «nic.1»', 'no-result', 'nic.1 (pin) writes no bytes'],
  ])('%s', (exists, ...wanted) => {
    refuses(scenario({ exists }), wanted);
  });

  it('of setup is of its operations, not of where it stands', () => {
    const setup = '[write A]';
    expect(parsed(scenario({ setup, exists: 'data(A by cpu) = setup.1' })).exists).toBeDefined();
    refuses(scenario({ setup, exists: '«setup» done' }), ['unknown-thread', 'unknown thread "setup"', 'known: nic, r, k']);
    refuses(scenario({ setup, exists: '«setup» at shrink_page_list' }), ['unknown-thread']);
  });

  it('of bytes is of an operation with the word that writes', () => {
    const threads = '{ nic: [dma A write, dma A read] }';
    expect(parsed(scenario({ threads, exists: 'data(A by cpu) = nic.1 and nic.2 = nic.1' })).exists).toBeDefined();
    refuses(scenario({ threads, exists: 'data(A by cpu) = «nic.2»' }), ['no-result', 'nic.2 (dma) writes no bytes']);
  });

  it('is found everywhere a condition stands, and all are told', () => {
    const text = scenario({
      threads: '{ r: [read A, { loop: ["wait until pinned(«C»)"] }, { either: [[read «D»], [kill «mm4»]] }] }',
      never: '[{ mine: not («x» done and free = 0) }]',
      exists: 'pinned(«E») or k«»',
    });
    refuses(text.replace(' or k«»', ''), ['unknown-page'], ['unknown-page'], ['unknown-process'], ['unknown-thread'], ['unknown-page']);
  });

  it('of an operation that answers nothing is a problem', () => {
    const threads = '{ r: [exit], s: [drain] }';
    refuses(scenario({ threads, exists: '«r.1» = 0' }), ['no-result', 'r.1 (exit) answers nothing']);
    refuses(scenario({ threads, exists: '«s.1» = done' }), ['no-result', 's.1 (drain) answers nothing']);
  });

  it('may come before what it mentions', () => {
    expect(parsed(`exists: r.1 = init\n${scenario()}`).exists).toMatchObject({ kind: 'result' });
  });
});

describe('a fork', () => {
  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['fork «mm1»', 'taken-name', '"mm1" cannot name a new process, it is there already'],
    ['fork «child»', 'bad-process', '"child" is no process'],
  ])('not: %s', (op, ...wanted) => {
    refuses(scenario({ threads: `{ r: [${op}] }` }), wanted);
  });

  it('brings a process into being for conditions too', () => {
    expect(parsed(scenario({ threads: '{ r: [fork mm5] }', exists: 'pte(A@mm5) is ro' })).exists).toBeDefined();
  });
});
