// How a problem is worded and shown.
import { describe, expect, it } from 'vitest';
import { problem, quote, renderProblem } from './problem.js';

const at = { line: 2, col: 8, endCol: 11 };

describe('a problem', () => {
  it('says what was found, what was meant and what exists', () => {
    expect(problem('unknown-verb', at, 'pni', ['pin', 'read'])).toEqual({
      code: 'unknown-verb',
      message: 'unknown operation "pni"; did you mean "pin"?',
      at,
      hint: 'known: pin, read',
    });
  });

  it('offers nothing when nothing is near, and says when nothing exists', () => {
    expect(problem('unknown-proposal', at, 'v7', [])).toMatchObject({ message: 'unknown proposal "v7"', hint: 'none is known' });
  });

  it('has no hint when there is nothing to add', () => {
    expect(problem('out-of-bounds', at, 'bias', '1', 2, 65_536)).not.toHaveProperty('hint');
  });

  it('cuts a long list short', () => {
    const known = Array.from({ length: 23 }, (_, index) => `word${index}`);
    expect(problem('unknown-verb', at, 'zzz', known).hint).toMatch(/word19 and 3 more$/);
  });
});

describe('a rendered problem', () => {
  const wrong = problem('unknown-verb', at, 'pni', ['pin', 'read']);

  it('shows file, line and column, the line, the caret and the hint', () => {
    expect(renderProblem(wrong, 'pin.yaml', 'asks: Why?\n  nic: [pni A]\n')).toBe(
      [
        'pin.yaml:2:8: unknown operation "pni"; did you mean "pin"?',
        '   2 |   nic: [pni A]',
        '     |        ^^^',
        '     = known: pin, read',
      ].join('\n'),
    );
  });

  it('keeps tabs above the caret, and leaves carriage returns out', () => {
    const lines = renderProblem(wrong, 'f', 'a\r\n\t\tnic: [pni A]\r\n').split('\n');
    expect(lines[1]).toBe('   2 | \t\tnic: [pni A]');
    expect(lines[2]).toBe('     | \t\t     ^^^');
  });

  it('points behind the last character, and no further', () => {
    const behind = { ...wrong, at: { line: 1, col: 4, endCol: 40 } };
    expect(renderProblem(behind, 'f', 'abc').split('\n')[2]).toBe('     |    ^');
    expect(renderProblem({ ...wrong, at: { line: 9, col: 1, endCol: 2 } }, 'f', 'abc').split('\n')[2]).toBe('     | ^');
  });
});

describe('quoted text', () => {
  it('stays on one line and is not endless', () => {
    expect(quote('a\n  b\u0007')).toBe('"a b?"');
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`);
  });
});
