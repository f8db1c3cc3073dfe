// Properties: the model's by name, the file's own by condition.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

describe('properties', () => {
  it('are read from all four lists', () => {
    const file = parsed(
      scenario({
        never: '[useless-invalidation, { mine: pte(A) is none, other: k done }]',
        always: '[COH]',
        sometimes: '[{ reached: r done }]',
        eventually: '[PROG]',
      }),
    );
    expect(placeless(file.properties)).toEqual([
      { kind: 'never', name: 'useless-invalidation' },
      { kind: 'never', name: 'mine', condition: { kind: 'pte', page: { page: 'A' }, is: 'none' } },
      { kind: 'never', name: 'other', condition: { kind: 'done', thread: 'k' } },
      { kind: 'always', name: 'COH' },
      { kind: 'sometimes', name: 'reached', condition: { kind: 'done', thread: 'r' } },
      { kind: 'eventually', name: 'PROG' },
    ]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    [
      '[«useless»]',
      'unknown-property',
      /did you mean "useless-invalidation"\?$/,
      'known: useless-invalidation, racing-invalidation, deadlock',
    ],
    ['[«COH»]', 'wrong-list', '"COH" cannot stand under never', 'it goes under always'],
    ['[deadlock, «deadlock»]', 'duplicate', '"deadlock" stands twice in the properties, first in line 5'],
    ['[{ m: r done }, { «m»: k done }]', 'duplicate'],
    ['[{ «COH»: r done }]', 'taken-name', '"COH" cannot name a condition of your own, it is a property of the model'],
    ['[{ «exists»: r done }]', 'taken-name', '"exists" cannot name a property, it is an entry of the file'],
    ['[{ «my own»: r done }]', 'bad-name', '"my own" cannot name a property'],
    ['[{ mine: «[r done]» }]', 'wrong-type', 'property mine should be a text, found a list'],
    ['[«[deadlock]»]', 'wrong-type', 'a property of never should be a text, found a list'],
    ['«deadlock»', 'wrong-type', 'never should be a list, found a text'],
    ['«[]»', 'empty', 'never is empty'],
  ])('not: %s', (never, ...wanted) => {
    refuses(scenario({ never }), wanted);
  });

  it('stand in one list each', () => {
    refuses(scenario({ never: '[{ m: r done }]', sometimes: '[{ «m»: r done }]' }), ['duplicate']);
  });
});
