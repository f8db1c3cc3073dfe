// The stack under test: it grows, and gives back what it was given.
import { expect, it } from 'vitest';
import { Stack } from './stack.js';

it('gives numbers back in reverse, however many', () => {
  const stack = new Stack();
  const numbers = Array.from({ length: 5_000 }, (_, i) => i * 3);
  for (const number of numbers) stack.push(number);
  expect([stack.length, stack.top, stack.at(1_024)]).toEqual([5_000, 14_997, 3_072]);
  expect(numbers.map(() => stack.pop())).toEqual(numbers.reverse());
  expect(stack.length).toBe(0);
});
