// The status line: fits, and is honest about the end.
import { expect, it } from 'vitest';
import { type Pace, statusLine } from './status.js';

const pace: Pace = {
  title: '3/11 useless-notifier-settled v5.9',
  states: 1_204_000,
  transitions: 4_100_000,
  frontier: 98_000,
  depth: 51,
  bytes: 96 * 2 ** 20,
  seconds: 2.5,
  statesMax: 20_000_000,
};

it('says all of it where there is room', () => {
  expect(statusLine(pace, 200)).toBe(
    '3/11 useless-notifier-settled v5.9  1.2M states, 482k/s, 4.1M steps, frontier 98k, depth 51, 96 MiB, 0:02, ETA <0:39',
  );
});

it('never is longer than the terminal', () => {
  for (const columns of [20, 40, 79, 100]) expect(statusLine(pace, columns).length).toBeLessThanOrEqual(columns);
});

it('knows no end where it has no pace', () => {
  expect(statusLine({ ...pace, seconds: 0 }, 200)).toMatch(/ETA unknown$/);
});
