// Exit codes: which of several a script gets.
import { expect, it } from 'vitest';
import { exit, exitSays, worst } from './exit.js';

it('has a meaning for each', () => {
  expect(exitSays.map(([code]) => code)).toEqual(Object.values(exit));
});

it('answers with the most telling', () => {
  expect(worst([])).toBe(0);
  expect(worst([3, 1, 4])).toBe(1);
  expect(worst([1, 2, 3])).toBe(2);
  expect(worst([2, 130])).toBe(130);
});
