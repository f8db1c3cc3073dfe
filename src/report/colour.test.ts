// When colour is wanted: the command line first, then NO_COLOR, then FORCE_COLOR, then the terminal.
import { expect, it } from 'vitest';
import { colourWanted, styleOf } from './colour.js';

it('is decided by the first that has a say', () => {
  expect(colourWanted('always', false, { NO_COLOR: '1' })).toBe(true);
  expect(colourWanted('never', true, { FORCE_COLOR: '1' })).toBe(false);
  expect(colourWanted('auto', true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
  expect(colourWanted('auto', true, { NO_COLOR: '' })).toBe(true);
  expect(colourWanted('auto', false, { FORCE_COLOR: '1' })).toBe(true);
  expect(colourWanted('auto', true, { FORCE_COLOR: '0' })).toBe(false);
  expect(colourWanted('auto', true, {})).toBe(true);
  expect(colourWanted('auto', true, { TERM: 'dumb' })).toBe(false);
  expect(colourWanted('auto', false, {})).toBe(false);
});

it('is none at all where it is not wanted', () => {
  expect(styleOf(false, 80).paint.bad('x')).toBe('x');
  expect(styleOf(true, 80).paint.bad('x')).toContain('\u001b[');
});
