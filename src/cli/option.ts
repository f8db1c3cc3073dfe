// Option values: how their text becomes a number, and the options that several verbs share.
import { InvalidArgumentError } from 'commander';
import { colourChoices } from '../report/index.js';
import { kernelNames } from './names.js';
import type { Option } from './verb.js';

/** A whole number from 1 on; thousands may be set apart with commas or underscores. */
export function count(text: string): number {
  const value = Number(text.replace(/[,_]/g, ''));
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return value;
}

export function natural(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number from 0 on.');
  return value;
}

/** Seconds, fractions too. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a number of seconds above 0.');
  return value;
}

/** What every verb understands. */
export const commonOptions: readonly Option[] = [
  { flags: '--json', says: 'write one JSON document to stdout and nothing else' },
  { flags: '--wide', says: 'let lines be longer than 80 columns' },
  { flags: '--color <when>', says: 'colours; auto means: when stdout is a terminal', choices: colourChoices },
];

/** Between two lines of progress where nobody looks at a terminal. */
export const INTERVAL_S = 10;

/** States that one search may visit unless the scenario or the command line says less: a few minutes and about a gigabyte. */
export const STATES_MAX = 20_000_000;

/** The kernels that a verb searches on. */
export const kernelsOption: Option = {
  flags: '-k, --kernel <names>',
  says: 'only these: v5.8, v5.8,v6.1 or v5.8..v5.11; may be repeated',
  many: true,
  names: kernelNames,
};

/** What every verb that searches understands. */
export const searchOptions: readonly Option[] = [
  { flags: '--states <n>', says: `visit at most this many states a search (${STATES_MAX})`, parse: count },
  { flags: '--time <seconds>', says: 'stop after this long in all', parse: positive },
  { flags: '--progress-interval <seconds>', says: 'between two lines of progress on a pipe (10)', parse: positive },
  { flags: '--no-timing', says: 'leave times out: the same input gives the same bytes' },
];
