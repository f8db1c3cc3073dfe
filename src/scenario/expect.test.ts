// The entry `expect`: verdicts for kernels and properties, and entries that contradict each other.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const one = { never: '[deadlock]', sometimes: '[{ seen: r done }]', exists: 'k done' };
const two = { ...one, eventually: '[PROG]' };

describe('expect', () => {
  it('takes plain verdicts and verdicts a property', () => {
    const file = parsed(
      scenario({ ...one, expect: '{ v5.8: violated, v5.9: { deadlock: holds, seen: unreached, COH: violated }, others: holds }' }),
    );
    expect(placeless(file.expect.map(({ says }) => says))).toEqual([
      { kind: 'plain', verdict: 'violated' },
      {
        kind: 'each',
        verdicts: [
          { property: 'deadlock', verdict: 'holds' },
          { property: 'seen', verdict: 'unreached' },
          { property: 'COH', verdict: 'violated' },
        ],
      },
      { kind: 'plain', verdict: 'holds' },
    ]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['{ v5.8: «violate» }', 'unknown-word', 'unknown word "violate" as a verdict; did you mean "violated"?'],
    ['{ v5.8: «unreached» }', 'unknown-word', 'unknown word "unreached" as a verdict', 'known: holds, violated, { PROPERTY: unreached }'],
    [
      '{ v5.8: { deadlock: «hold» } }',
      'unknown-word',
      'unknown word "hold" as a verdict; did you mean "holds"?',
      'known: holds, violated, unreached',
    ],
    ['{ v5.8: { «dedlock»: holds } }', 'unknown-property', 'unknown property "dedlock"; did you mean "deadlock"?'],
    ['{ v5.8: { «seen»: violated } }', 'wrong-verdict', '"seen" can never be violated', 'it is holds or unreached'],
    ['{ v5.8: { «exists»: violated } }', 'wrong-verdict', '"exists" can never be violated'],
    ['{ v5.8: «{}» }', 'empty', 'expect v5.8 is empty'],
    ['{ v5.8: «[holds]» }', 'wrong-type', 'expect v5.8 should be a text, found a list'],
    ['{ «v5.8», v5.9: holds }', 'no-value', '"v5.8" in expect has no value', /^inside \{ \} a comma ends an entry/],
    ['{ v5.8: holds, «v5.8»: holds }', 'duplicate', '"v5.8" stands twice in expect, first in line 8'],
    ['«holds»', 'wrong-type', 'expect should be a map, found a text'],
    ['«{}»', 'empty', 'expect is empty'],
  ])('not: %s', (text, ...wanted) => {
    refuses(scenario({ ...one, expect: text }), wanted);
  });

  it('lets violated stand alone only where it is clear what is violated', () => {
    const expectation = { expect: '{ v5.8: «violated» }' };
    refuses(scenario({ ...two, ...expectation }), [
      'unclear-verdict',
      'it is not clear which of deadlock, PROG is violated',
      'name the property: { deadlock: violated }',
    ]);
    refuses(scenario(expectation), [
      'unclear-verdict',
      'the file lists no property that can be violated',
      'name the property: { PROPERTY: violated }',
    ]);
  });

  it('lets what should come eventually hold or be violated', () => {
    const found = { eventually: '[PROG]', expect: '{ v5.8: { «PROG»: unreached } }' };
    refuses(scenario(found), ['wrong-verdict', '"PROG" can never be unreached', 'it is holds or violated']);
  });
});

describe('entries as specific as each other', () => {
  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    [
      '{ v5.8..v5.11: holds, «v5.9..v6.1»: violated }',
      'conflicting-verdicts',
      /^v5.9..v6.1 says otherwise about "deadlock" than line 8 does/,
    ],
    ['{ v5.8: violated, "v5.9, «v5.8»": holds }', 'conflicting-verdicts'],
    ['{ v5.8+v1: violated, "v5.9, «v5.8+v1»": holds }', 'conflicting-verdicts'],
    ['{ v5.8+v1+mayfail: violated, «v5.8+mayfail+v1»: holds }', 'conflicting-verdicts'],
    ['{ +v1: violated, "«+v1», v5.8": { deadlock: holds } }', 'conflicting-verdicts'],
    ['{ v5.8..v5.9: holds, «v5.9..v5.11»: { COH: violated } }', 'conflicting-verdicts', /"COH"/],
  ])('must not disagree: %s', (text, ...wanted) => {
    refuses(scenario({ ...one, expect: text }), wanted);
  });

  it.each([
    '{ v5.8..v5.9: holds, v5.10.7..v6.1: violated }',
    '{ v5.8..v5.11: holds, v5.9: violated }',
    '{ v5.8..v5.11: holds, v5.9..v6.1: holds }',
    '{ v5.8..v5.11: { deadlock: holds }, v5.9..v6.1: { COH: violated } }',
    '{ +v1: violated, +mayfail: holds }',
    '{ +v1: violated, v5.8+v1: holds, others: violated }',
    '{ v5.8..v5.9: { seen: unreached }, v5.9..v5.11: violated }',
  ])('agree: %s', text => {
    expect(parsed(scenario({ ...one, expect: text })).expect.length).toBeGreaterThan(1);
  });
});
