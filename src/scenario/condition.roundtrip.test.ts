// A condition's text: what is written for any tree is read as the same tree.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionText } from '../../test/support/condition-text.js';
import { placeless } from '../../test/support/scenario.js';
import { sampleWords } from '../../test/support/words.js';
import { parseCondition, reserved } from './condition.js';
import { Passage } from './passage.js';
import { Reading } from './reading.js';
import type { Condition } from './syntax.js';

const at = { line: 1, col: 1, endCol: 2 };
const name = fc.stringMatching(/^[A-Za-z]\w{0,5}(-\w{1,3})?$/).filter(text => !reserved.includes(text));
const placed = name.map(value => ({ value, at }));
const small = fc.nat({ max: 99_999 });
const page = fc.record({ page: placed, process: fc.constant(undefined) });
const pageAnywhere = fc.record({ page: placed, process: fc.option(placed, { nil: undefined }) });
const opRef = fc.record({ thread: placed, n: small, at: fc.constant(at) });
const datum = fc.oneof(
  fc.record({ kind: fc.constant('written' as const), by: opRef, at: fc.constant(at) }),
  fc.record({ kind: fc.constantFrom('init' as const, 'zero' as const), at: fc.constant(at) }),
);
const value = fc.oneof(
  datum,
  fc.record({ kind: fc.constant('number' as const), number: fc.integer().map(n => n || 0), at: fc.constant(at) }),
  fc.record({ kind: fc.constant('word' as const), word: fc.oneof(name, fc.constant('-EAGAIN')), at: fc.constant(at) }),
);
const comparison = fc.constantFrom('=' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const);

const { condition } = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ kind: fc.constant('done' as const), thread: placed, at: fc.constant(at) }),
    fc.record({
      kind: fc.constant('pte' as const),
      page: pageAnywhere,
      is: fc.constantFrom(
        'none' as const,
        'swap' as const,
        'migration' as const,
        'hwpoison' as const,
        'device-private' as const,
        'ro' as const,
        'rw' as const,
      ),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('frame' as const),
      page: pageAnywhere,
      is: fc.constantFrom('same' as const, 'other' as const, 'freed' as const),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('signal' as const),
      page: pageAnywhere,
      is: fc.constantFrom('none' as const, 'sigbus' as const, 'sigkill' as const),
      at: fc.constant(at),
    }),
    fc.record({ kind: fc.constant('pinned' as const), page, by: fc.option(placed, { nil: undefined }), at: fc.constant(at) }),
    fc.record({
      kind: fc.constant('data' as const),
      page: pageAnywhere,
      by: fc.constantFrom('cpu' as const, 'dma' as const, 'disk' as const),
      is: datum,
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('count' as const),
      of: fc.constantFrom('notified' as const, 'refcount' as const, 'mapcount' as const),
      page,
      op: comparison,
      n: small,
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('flag' as const),
      flag: fc.constantFrom('maybe-pinned' as const, 'swapcache' as const, 'mlocked' as const),
      page,
      at: fc.constant(at),
    }),
    fc.record({ kind: fc.constant('free' as const), op: comparison, n: small, at: fc.constant(at) }),
    fc.record({ kind: fc.constant('result' as const), of: opRef, is: value, at: fc.constant(at) }),
    fc.record({ kind: fc.constant('at' as const), thread: placed, label: placed, at: fc.constant(at) }),
    fc.record({ kind: fc.constant('not' as const), of: tie('condition'), at: fc.constant(at) }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
      at: fc.constant(at),
    }),
  ),
}));

function read(text: string): { condition: Condition | undefined; reading: Reading } {
  const reading = new Reading(text, sampleWords);
  const offsets = Array.from({ length: text.length + 1 }, (_, index) => index);
  const passage = new Passage(text, offsets, (start, end) => ({ line: 1, col: start + 1, endCol: end + 1 }));
  return { condition: parseCondition(reading, passage), reading };
}

describe('the text of a condition', () => {
  it('is read as the same tree', () => {
    fc.assert(
      fc.property(condition, tree => {
        const { condition, reading } = read(conditionText(tree));
        expect(reading.problems).toEqual([]);
        expect(placeless(condition)).toEqual(placeless(tree));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'not (pinned(A) or pinned(A by nic)) and pte(A@mm1) is none',
    'k done or (r done or nic.1 = pinned)',
    'data(A by cpu) = nic.1 and not r.1 = -EAGAIN',
    'free >= 2 or k at shrink_page_list',
  ])('has no parentheses it does not need: %s', text => {
    expect(conditionText(read(text).condition!)).toBe(text);
  });
});
