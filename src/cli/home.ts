// The home: where this package lies, what its package.json says, and the scenarios it ships.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Package {
  readonly name: string;
  readonly version: string;
}

let found: { folder: string; about: Package } | undefined;

/** The nearest folder above this file whose package.json is ours: above dist/ and above src/ alike. */
function home(): { folder: string; about: Package } {
  for (let folder = dirname(fileURLToPath(import.meta.url)); found === undefined; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const about = JSON.parse(readFileSync(file, 'utf8')) as Package;
      if (about.name === 'pinproof') found = { folder, about };
    }
    if (folder === dirname(folder)) break;
  }
  if (found === undefined) throw new Error('the package.json of pinproof is missing above this file');
  return found;
}

export const packageVersion = (): string => home().about.version;

/** The text that a shell reads to complete our words. */
export const completionScript = (shell: string): string => readFileSync(join(home().folder, 'completion', `pinproof.${shell}`), 'utf8');

/** The shipped scenarios by name, in order of the alphabet. */
export function shippedScenarios(): ReadonlyMap<string, string> {
  const folder = join(home().folder, 'scenarios');
  return new Map(scenarioFiles(folder).map(file => [scenarioName(file), join(folder, file)]));
}

/** The scenario files right in a folder. */
export function scenarioFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter(file => /\.ya?ml$/.test(file))
    .sort();
}

/** A scenario is named after its file. */
export function scenarioName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.ya?ml$/, '');
}
