// Numbers as text: two digits that mean something, thousands set apart, the same on every machine.
import { expect, it } from 'vitest';
import { bytesText, clockText, countText, secondsText } from './number.js';

it('sets thousands apart', () => {
  expect([0, 999, 1000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
});

it('gives times two digits or so', () => {
  expect([0.0042, 0.31, 1.26, 9.96, 123].map(secondsText)).toEqual(['0.004 s', '0.31 s', '1.3 s', '10 s', '123 s']);
  expect([0, 7.9, 725, 3750].map(clockText)).toEqual(['0:00', '0:07', '12:05', '1:02:30']);
});

it('gives sizes in the unit that fits', () => {
  expect([0, 3 * 2 ** 20, 1.5 * 2 ** 30].map(bytesText)).toEqual(['0 MiB', '3 MiB', '1.5 GiB']);
});
