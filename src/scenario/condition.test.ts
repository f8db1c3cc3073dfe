// Conditions: every form there is, how they bind, and where the caret stands when one is wrong.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const exists = (condition: string) => parsed(scenario({ exists: condition })).exists;
const tree = (condition: string) => placeless(exists(condition)) as unknown;

describe('an atom', () => {
  it.each<[string, unknown]>([
    ['pte(A) is none', { kind: 'pte', page: { page: 'A' }, is: 'none' }],
    ['pte(B@mm1) is migration', { kind: 'pte', page: { page: 'B', process: 'mm1' }, is: 'migration' }],
    ['frame(B@mm1) is freed', { kind: 'frame', page: { page: 'B', process: 'mm1' }, is: 'freed' }],
    ['pinned(A)', { kind: 'pinned', page: { page: 'A' } }],
    ['pinned(A by nic)', { kind: 'pinned', page: { page: 'A' }, by: 'nic' }],
    ['data(A by disk) = r.2', { kind: 'data', page: { page: 'A' }, by: 'disk', is: { kind: 'written', by: { thread: 'r', n: 2 } } }],
    ['data(B@mm1 by cpu) = zero', { kind: 'data', page: { page: 'B', process: 'mm1' }, by: 'cpu', is: { kind: 'zero' } }],
    ['refcount(A) >= 1025', { kind: 'count', of: 'refcount', page: { page: 'A' }, op: '>=', n: 1025 }],
    ['notified(A) != 0', { kind: 'count', of: 'notified', page: { page: 'A' }, op: '!=', n: 0 }],
    ['maybe-pinned(A)', { kind: 'flag', flag: 'maybe-pinned', page: { page: 'A' } }],
    ['free < 2', { kind: 'free', op: '<', n: 2 }],
    ['r.3 = kept', { kind: 'result', of: { thread: 'r', n: 3 }, is: { kind: 'word', word: 'kept' } }],
    ['r.4 = -12', { kind: 'result', of: { thread: 'r', n: 4 }, is: { kind: 'number', number: -12 } }],
    ['r.4 = -0', { kind: 'result', of: { thread: 'r', n: 4 }, is: { kind: 'number', number: 0 } }],
    ['r.1 = r.2', { kind: 'result', of: { thread: 'r', n: 1 }, is: { kind: 'written', by: { thread: 'r', n: 2 } } }],
    ['r.1 = init', { kind: 'result', of: { thread: 'r', n: 1 }, is: { kind: 'init' } }],
    ['k done', { kind: 'done', thread: 'k' }],
    ['k at try_to_unmap_one.ptep_clear', { kind: 'at', thread: 'k', label: 'try_to_unmap_one.ptep_clear' }],
  ])('%s', (text, wanted) => {
    expect(tree(text)).toEqual(wanted);
  });

  it('knows its place and that of its parts, also behind escapes and line breaks', () => {
    expect(exists('  pte(A) is none')).toMatchObject({
      at: { line: 5, col: 11, endCol: 25 },
      page: { page: { at: { col: 15, endCol: 16 } } },
    });
    expect(exists('"\\x6e\\u006ft r.3 = kept"')).toMatchObject({ of: { at: { line: 5, col: 22, endCol: 32 } } });
    expect(exists('>\n  k done\n  or r done\n')).toMatchObject({
      at: { line: 6, col: 3, endCol: 9 },
      right: { at: { line: 7, col: 6, endCol: 12 } },
    });
  });
});

describe('binding', () => {
  const [a, b, c] = ['k', 'r', 'nic'].map(thread => ({ kind: 'done', thread }));
  const not = (of: unknown) => ({ kind: 'not', of });
  const and = (left: unknown, right: unknown) => ({ kind: 'and', left, right });
  const or = (left: unknown, right: unknown) => ({ kind: 'or', left, right });
  it.each<[string, unknown]>([
    ['k done or r done and nic done', or(a, and(b, c))],
    ['k done and r done or nic done', or(and(a, b), c)],
    ['(k done or r done) and nic done', and(or(a, b), c)],
    ['k done or r done or nic done', or(or(a, b), c)],
    ['k done or (r done or nic done)', or(a, or(b, c))],
    ['not k done and r done', and(not(a), b)],
    ['not (k done and r done)', not(and(a, b))],
    ['not not k done', not(not(a))],
    ['((k done))', a],
  ])('%s', (text, wanted) => {
    expect(tree(text)).toEqual(wanted);
  });
});

describe('a wrong condition', () => {
  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    [
      'pte(A) «=» none',
      'condition-syntax',
      'expected "is", found "="',
      'write pte(PAGE) is none, swap, migration, hwpoison, device-private, ro, rw',
    ],
    [
      'pte(A) is «nun»',
      'unknown-word',
      'unknown word "nun" where a PTE state stands',
      'known: none, swap, migration, hwpoison, device-private, ro, rw',
    ],
    ['frame(A) is «sane»', 'unknown-word', 'unknown word "sane" where a frame state stands; did you mean "same"?'],
    ['«pined»(A)', 'unknown-word', 'unknown word "pined" before (; did you mean "pinned"?'],
    ['pinned «A»', 'condition-syntax', 'expected "(" after pinned, found "A"'],
    ['pinned(A«@»mm1)', 'condition-syntax', 'expected ")", found "@"', 'pinned is the same in every process'],
    ['data(A«)» = init', 'condition-syntax', 'expected "by", found ")"', 'write data(PAGE by cpu), by dma or by disk'],
    ['data(A by «gpu») = init', 'unknown-word', 'unknown word "gpu" where a reader stands; did you mean "cpu"?'],
    ['data(A by cpu) = «3»', 'condition-syntax', 'expected THREAD.N, init or zero, found "3"'],
    ['data(A by cpu) = r«»', 'condition-syntax', 'expected .N after "r", found the end of the condition'],
    ['refcount(A) «is» 3', 'condition-syntax', 'expected one of = != < <= > >=, found "is"'],
    ['refcount(A) > «-1»', 'condition-syntax', 'expected a number, found "-1"'],
    ['refcount(A) > «1234567890123456»', 'condition-syntax'],
    ['r.1 «!=» init', 'condition-syntax', 'expected "=", found "!="', 'write not … = …'],
    ['r.«x» = init', 'condition-syntax', 'expected the number of an operation, found "x"'],
    ['r «is» done', 'condition-syntax', 'expected .N, "done" or "at" after "r", found "is"'],
    ['k done «r» done', 'condition-syntax', 'expected "and", "or" or the end of the condition, found "r"'],
    ['(k done«»', 'condition-syntax', 'expected ")", found the end of the condition'],
    ['k done and«»', 'condition-syntax', 'expected a condition, found the end of the condition'],
    ['not «)»', 'condition-syntax', 'expected a condition, found ")"'],
    ['"k done and «&» \\t"', 'condition-syntax', 'expected a condition, found "&"'],
    ["'k done «;» r done'", 'condition-syntax'],
  ])('%s', (text, ...wanted) => {
    refuses(scenario({ exists: text }), wanted);
  });

  it('has its caret right inside flow lists and folded texts', () => {
    refuses(scenario({ threads: '{ r: [read A, "wait until k «don»", write A], k as kswapd: [reclaim A] }' }), ['condition-syntax']);
    refuses(scenario({ exists: '>\n  k done and\n\n    r «dun»\n' }), ['condition-syntax']);
    refuses(scenario({ never: "[ { mine: 'it''s' } ]".replace("it''s", "k done or «''» r done") }), ['condition-syntax']);
  });

  it('is neither endless nor endlessly deep', () => {
    const deep = `${'('.repeat(64)}«(»${'('.repeat(10)}`;
    refuses(scenario({ exists: deep }), ['too-deep', 'a condition goes deeper than 64']);
    refuses(scenario({ exists: `«${'not '.repeat(1000)}k done»` }), ['too-long', 'a condition has more than 1,000 words and signs']);
    expect(exists(`k done${' or k done'.repeat(300)}`)).toMatchObject({ kind: 'or' });
  });
});
