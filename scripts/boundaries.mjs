// The import boundaries: reads every import below src/ and bench/ and holds it against the table of rooms.
//   node scripts/boundaries.mjs [FOLDER] [--json]
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
/** Fewer files than this are no project: a reader that sees nothing would call everything clean. */
const modulesMin = 5;

const json = process.argv.includes('--json');
const folder = resolve(process.argv.slice(2).find(word => !word.startsWith('--')) ?? home);

const places = ['src', 'bench'].filter(place => existsSync(join(folder, place)));
const files = places.flatMap(place =>
  readdirSync(join(folder, place), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map(entry =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    ),
);

const { modules, violations } = places.length > 0 ? cruise() : { modules: [], violations: [] };
const seen = new Set(modules.map(module => module.source).filter(source => places.some(place => source.startsWith(`${place}/`))));
const missed = files.filter(file => !seen.has(file));

if (json) {
  process.stdout.write(`${JSON.stringify({ files: files.length, modules: seen.size, missed, violations })}\n`);
} else {
  for (const { rule, from, to, comment } of violations) process.stdout.write(`${from}: imports ${to}: ${comment} (${rule})\n`);
  for (const file of missed) process.stdout.write(`${file}: was not read\n`);
  if (seen.size < modulesMin)
    process.stdout.write(`only ${seen.size} modules were read, expected ${modulesMin} or more: the reader is blind\n`);
  process.stdout.write(`${seen.size} modules, ${violations.length} wrong imports\n`);
  process.exitCode = violations.length + missed.length > 0 || seen.size < modulesMin ? 1 : 0;
}

/** Runs dependency-cruiser in the folder, with the rules of this project. */
function cruise() {
  const program = join(home, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const words = [program, '--config', join(home, '.dependency-cruiser.mjs'), '--output-type', 'json', ...places];
  const run = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!run.stdout.startsWith('{')) {
    process.stderr.write(`dependency-cruiser gave no answer: ${run.stderr || run.stdout}\n`);
    process.exit(1);
  }
  const { modules, summary } = JSON.parse(run.stdout);
  const comments = new Map((summary.ruleSetUsed?.forbidden ?? []).map(rule => [rule.name, rule.comment]));
  return {
    modules,
    violations: summary.violations.map(({ rule, from, to, cycle }) => ({
      rule: rule.name,
      from,
      to: cycle ? cycle.map(step => step.name).join(' -> ') : to,
      comment: comments.get(rule.name) ?? '',
    })),
  };
}
