// A reading: what is not YAML, and what is no scenario at all, becomes a problem with a place.
import { describe, expect, it } from 'vitest';
import { parsed, refuses, scenario } from '../../test/support/scenario.js';
import { sampleWords } from '../../test/support/words.js';
import { parseScenario } from './parse.js';

describe('what is not YAML', () => {
  it.each<[string, string, RegExp, RegExp | undefined]>([
    ['a colon in a text', 'asks: «I»s it: so?\n', /^this is not YAML: nested mappings/, /quote a text that has ": "/],
    ['a tab', 'threads:\n«\t»r: [read A]\n', /tabs are not allowed/, /indent with blanks/],
    ['a quote left open', 'asks: "Is it so?\n«»', /missing closing "quote/, /close what was opened/],
    ['an at sign', 'asks: «@»me?\n', /reserved character @/, /quote a text/],
    ['a tag', 'asks: «!bold» Is it?\n', /unresolved tag: !bold/, /no tags/],
    ['two documents', 'asks: Is it?\n«---»\nasks: Is it?\n', /multiple documents$/, /one scenario a file/],
    ['a wrong escape', 'asks: "Is it «\\»q?"\n', /escape sequence/, /use ' instead/],
  ])('%s', (_, text, message, hint) => {
    refuses(text, ['not-yaml', message, hint]);
  });

  it.each(['[', '{ a: ', '- '])('is told once when %j goes too deep for anyone', open => {
    const { problems } = parseScenario(open.repeat(20_000), 'deep', sampleWords);
    expect(problems).toMatchObject([{ code: 'not-yaml' }]);
  });
});

describe('what is no scenario', () => {
  it.each([
    ['«»', 'nothing'],
    ['«#» asks: nothing\n', 'nothing'],
    ['«- asks»\n', 'a list'],
    ['«what is it»\n', 'a text'],
  ])('%j', (text, found) => {
    refuses(text, ['not-a-map', `expected the entries of a scenario, found ${found}`]);
  });

  it('has aliases', () => {
    refuses(scenario({ note: '&x Some text', memory: '{ A: «*x», B: anon }' }), ['alias', 'a scenario has no aliases']);
    refuses(scenario({ threads: '&x { r: [read A, «*x»] }' }), ['alias']);
  });

  it('has keys that are no text', () => {
    refuses(`${scenario()}? «[a]»\n: b\n`, ['wrong-type', 'a key of the scenario should be a text, found a list']);
    refuses(`${scenario()}"«»": b\n`, ['unknown-key', 'unknown key "" in the scenario']);
  });
});

describe('numbers and names', () => {
  it('are read as they are written', () => {
    expect(parsed(scenario({ note: '5.10' })).note?.value).toBe('5.10');
    expect(parsed(scenario({ note: 'no' })).note?.value).toBe('no');
    expect(parsed(scenario({ bias: '"1024"' })).bias?.value).toBe(1024);
  });
});
