// The same model in Spin: which macros a configuration takes, how the verifier is built, and what it prints.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, parseConfig } from './config.js';

/** What reference.pml has room for. */
const ROOM: Readonly<Record<keyof Config, number>> = { pages: 3, mappings: 3, devices: 3, cpus: 8, reclaimers: 2, migrators: 1, frames: 4 };

/** -o2: no elimination of dead variables, which would make states equal that are not. */
export const GENERATE = ['-o2', '-a'];
export const COMPILE = ['-O2', '-w', '-DBFS', '-DNOREDUCE', '-DSAFETY', '-DNOCLAIM'];
/** -E: that nothing moves any more is no error in this protocol. */
export const VERIFY = ['-E'];

/** The model's text: it stands beside this file's source, also where this was built from it, in a clone and in the package. */
export function promelaFile(): string | undefined {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return [here, join(here, '../../../bench/reference')].map(folder => join(folder, 'reference.pml')).find(existsSync);
}

/** The macros for a configuration, as words of Spin's command line. */
export function macros(text: string, more: readonly string[] = []): string[] {
  const config = parseConfig(text);
  for (const [field, max] of Object.entries(ROOM)) {
    const value = config[field as keyof Config];
    if (value > max) throw new Error(`config "${text}": ${value} ${field}, reference.pml has room for ${max}; compare a smaller one`);
  }
  const { pages, mappings, devices, cpus, reclaimers, migrators, frames } = config;
  const sizes = { P: pages, M: mappings, D: devices, T: cpus, R: reclaimers, G: migrators, F: frames };
  return [...Object.entries(sizes).map(([letter, value]) => `-D${letter}=${value}`), ...more.map(name => `-D${name}`)];
}

export interface SpinCounts {
  readonly states: number;
  /** Spin counts the initial state as one more; here it is left out. */
  readonly transitions: number;
  readonly depth: number;
  readonly errors: number;
}

/** Reads what the verifier printed. Numbers of more than eight digits are rounded by Spin. */
export function readCounts(printed: string): SpinCounts {
  const number = (pattern: RegExp): number => {
    const match = pattern.exec(printed);
    if (match === null)
      throw new Error(`Spin's verifier printed no line like ${pattern.source}; it printed: ${printed.trim().slice(0, 400)}`);
    return Number(match[1]);
  };
  return {
    states: number(/([\d.e+]+) states, stored/),
    transitions: number(/([\d.e+]+) transitions/) - 1,
    depth: number(/depth reached (\d+)/),
    errors: number(/errors: (\d+)/),
  };
}
