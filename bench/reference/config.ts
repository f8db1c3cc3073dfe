// A configuration: how many of each thing the reference model has, written "P M D T R G F" as in its table of counts.
// Everything a user can get wrong is refused here, with what was found, what was expected and what to do.

/** pages, mappings (address spaces), devices, CPU threads, reclaimers, migrators, frames. */
export interface Config {
  readonly pages: number;
  readonly mappings: number;
  readonly devices: number;
  readonly cpus: number;
  readonly reclaimers: number;
  readonly migrators: number;
  readonly frames: number;
}

interface Bounds {
  readonly letter: string;
  readonly field: keyof Config;
  readonly min: number;
  readonly max: number;
}

/** In the order in which they are written. The records of `memory.ts` have room for the greatest of each. */
const BOUNDS: readonly Bounds[] = [
  { letter: 'P', field: 'pages', min: 1, max: 6 },
  { letter: 'M', field: 'mappings', min: 1, max: 4 },
  { letter: 'D', field: 'devices', min: 1, max: 8 },
  { letter: 'T', field: 'cpus', min: 1, max: 8 },
  { letter: 'R', field: 'reclaimers', min: 1, max: 4 },
  { letter: 'G', field: 'migrators', min: 0, max: 1 },
  { letter: 'F', field: 'frames', min: 1, max: 6 },
];

const EXAMPLE = 'write seven numbers "P M D T R G F", for example "1 2 2 2 1 1 2"';

/** Reads "2 2 2 2 1 0 3". */
export function parseConfig(text: string): Config {
  const words = text.split(/\s+/).filter(word => word !== '');
  if (words.length !== BOUNDS.length) {
    const names = BOUNDS.map(({ letter, field }) => `${letter} ${field}`).join(', ');
    throw new Error(`config "${text}": found ${words.length} numbers, expected ${BOUNDS.length} (${names}); ${EXAMPLE}`);
  }
  const values = BOUNDS.map(({ letter, field, min, max }, i): [keyof Config, number] => {
    const value = /^\d+$/.test(words[i]) ? Number(words[i]) : Number.NaN;
    if (!(value >= min && value <= max))
      throw new Error(`config "${text}": ${letter} (${field}) is ${words[i]}, expected ${min} to ${max}; ${EXAMPLE}`);
    return [field, value];
  });
  return Object.fromEntries(values) as unknown as Config;
}
