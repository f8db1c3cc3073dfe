// Option values: what is a number and what is not.
import { expect, it } from 'vitest';
import { count, natural, positive } from './option.js';

it('reads numbers', () => {
  expect([count('5'), count('20,000'), count('1_000'), natural('0'), positive('0.5')]).toEqual([5, 20_000, 1000, 0, 0.5]);
});

it.each([
  [count, ['0', '-1', '1.5', 'many', '']],
  [natural, ['-1', '1.5', '1e3', '']],
  [positive, ['0', '-1', 'soon', 'Infinity', '']],
])('%o refuses what is none', (read, texts) => {
  for (const text of texts) expect(() => read(text), text).toThrow(/Expected/);
});
