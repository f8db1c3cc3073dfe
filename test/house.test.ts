// The house: which room may import which, and what the pure rooms must not reach for. The table is in .dependency-cruiser.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}
interface Answer {
  readonly files: number;
  readonly modules: number;
  readonly missed: readonly string[];
  readonly violations: readonly Violation[];
}

const home = fileURLToPath(new URL('..', import.meta.url));
const table: { rooms: Record<string, string[]>; pure: string[] } = await import(
  new URL('../.dependency-cruiser.mjs', import.meta.url).href
);

function boundaries(folder: string): Answer {
  return JSON.parse(execFileSync(process.execPath, [join(home, 'scripts/boundaries.mjs'), folder, '--json'], { encoding: 'utf8' }));
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A small project with the given files, to which the rules of this one are put. */
function project(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pinproof-house-')));
  made.push(folder);
  const given = {
    'package.json': JSON.stringify({
      name: 'fixture',
      type: 'module',
      dependencies: { yaml: '1.0.0' },
      devDependencies: { vitest: '1.0.0' },
    }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'NodeNext', target: 'ES2022' }, include: ['src', 'bench'] }),
    'node_modules/yaml/package.json': '{ "name": "yaml", "version": "1.0.0", "main": "index.js" }',
    'node_modules/yaml/index.js': 'exports.parse = 0;',
    'node_modules/vitest/package.json': '{ "name": "vitest", "version": "1.0.0", "main": "index.js" }',
    'node_modules/vitest/index.js': 'exports.it = 0;',
    ...files,
  };
  for (const [name, text] of Object.entries(given)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The rooms as they should be: one file each, imported downwards through the index, by value and by type. */
const right: Record<string, string> = {
  'src/machine/index.ts': `export { word, type Word } from './word.js';`,
  'src/machine/word.ts': 'export type Word = number;\nexport const word: Word = 1;',
  'src/machine/word.test.ts': `import { readFileSync } from 'node:fs';\nimport { it } from 'vitest';\nimport { word } from './word.js';\nit(readFileSync, word);`,
  'src/model/index.ts': `export { folio } from './folio.js';`,
  'src/model/folio.ts': `import { word } from '../machine/index.js';\nexport const folio = word;`,
  'src/history/index.ts': `import { folio } from '../model/index.js';\nexport const base = folio;`,
  'src/scenario/index.ts': `import { base } from '../history/index.js';\nimport { parse } from 'yaml';\nexport const scenario = [base, parse];`,
  'src/scenario/parse.test.ts': `import { folio } from '../model/folio.js';\nimport { scenario } from './index.js';\nexport default [folio, scenario];`,
  'src/check/index.ts': `import type { Word } from '../machine/index.js';\nexport const check = (word: Word) => word;`,
  'src/live/index.ts': `import { readFileSync } from 'node:fs';\nimport { word } from '../machine/index.js';\nexport const live = [readFileSync, word];`,
  'src/cli/main.ts': `import { check } from '../check/index.js';\nimport { live } from '../live/index.js';\nimport { pace } from '../../bench/pace.js';\nexport const main = [check, live, pace];`,
  'bench/pace.ts': `import { check } from '../src/check/index.js';\nexport const pace = check;`,
};

/** One wrong import a file, and the rules that must say so. */
const wrong: [file: string, line: string, ...rules: string[]][] = [
  ['src/machine/up.ts', `import '../check/index.js';`, 'machine-imports-down'],
  ['src/model/up.ts', `import '../history/index.js';`, 'model-imports-down'],
  ['src/history/up.ts', `import '../scenario/index.js';`, 'history-imports-down'],
  ['src/scenario/up.ts', `import '../check/index.js';`, 'scenario-imports-down'],
  ['src/check/value.ts', `import '../model/index.js';`, 'check-imports-down'],
  ['src/check/type.ts', `import type { folio } from '../model/index.js';\nexport type F = typeof folio;`, 'check-imports-down'],
  ['src/check/again.ts', `export { folio } from '../model/index.js';`, 'check-imports-down'],
  ['src/check/late.ts', `export const late = () => import('../model/index.js');`, 'check-imports-down'],
  ['src/check/bench.ts', `import '../../bench/pace.js';`, 'check-imports-down'],
  ['src/check/up.test.ts', `import '../model/index.js';`, 'check-tests-import-down'],
  ['src/simulate/up.ts', `import '../live/index.js';`, 'simulate-imports-down'],
  ['src/live/up.ts', `import '../check/index.js';`, 'live-imports-down'],
  ['src/litmus/up.ts', `import '../cli/main.js';`, 'litmus-imports-down', 'room-through-index'],
  ['src/report/up.ts', `import '../check/index.js';`, 'report-imports-down'],
  ['src/store/up.ts', `import '../cli/main.js';`, 'room-through-index', 'store-imports-down'],
  ['src/scenario/builtin.ts', `import 'node:fs';`, 'pure-no-builtin'],
  ['src/check/builtin.ts', `import type { Worker } from 'worker_threads';\nexport type W = Worker;`, 'pure-no-builtin'],
  ['src/model/package.ts', `import 'yaml';`, 'model-packages'],
  ['src/live/package.ts', `import 'vitest';`, 'no-dev-package'],
  ['src/model/inner.ts', `import '../machine/word.js';`, 'room-through-index'],
  ['bench/inner.ts', `import '../src/machine/word.js';`, 'room-through-index-outside'],
  ['src/machine/back.ts', `import './index.js';`, 'inside-import-the-file'],
  ['src/attic/index.ts', `import '../machine/index.js';`, 'known-room-from'],
  ['src/cli/attic.ts', `import '../attic/index.js';`, 'cli-imports-down', 'known-room'],
  ['bench/up.ts', `import '../src/model/index.js';`, 'bench-imports'],
  ['src/machine/tested.ts', `import './word.test.js';`, 'no-import-of-tests'],
  ['src/machine/here.ts', `import type { There } from './there.js';\nexport type Here = There;`, 'no-circle'],
  ['src/machine/there.ts', `import './here.js';\nexport type There = 1;`],
  ['src/machine/lost.ts', `import './gone.js';`, 'resolves'],
];

describe('the rooms', () => {
  it('are entered downwards only, through their index', () => {
    const answer = boundaries(home);
    expect(answer.violations).toEqual([]);
    expect(answer.missed).toEqual([]);
    expect(answer.modules).toBe(answer.files);
    expect(answer.modules).toBeGreaterThan(0);
  });

  it('are all in the table, and the table has no circle', () => {
    const folders = readdirSync(join(home, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory());
    expect(Object.keys(table.rooms)).toEqual(expect.arrayContaining(folders.map(entry => entry.name)));
    const order: string[] = [];
    const visit = (room: string, above: readonly string[]): void => {
      expect(above).not.toContain(room);
      if (order.includes(room)) return;
      for (const next of table.rooms[room]!) visit(next, [...above, room]);
      order.push(room);
    };
    for (const room of Object.keys(table.rooms)) visit(room, []);
    expect(order).toHaveLength(Object.keys(table.rooms).length);
  });
});

describe('the rules', () => {
  it('let a right project pass', () => {
    const answer = boundaries(project(right));
    expect(answer).toEqual({ files: Object.keys(right).length, modules: Object.keys(right).length, missed: [], violations: [] });
  });

  it('refuse each wrong import, by name', () => {
    const answer = boundaries(project({ ...right, ...Object.fromEntries(wrong.map(([file, line]) => [file, line])) }));
    const found = answer.violations.map(({ rule, from }) => `${from}: ${rule}`).sort();
    expect(found).toEqual(wrong.flatMap(([file, , ...rules]) => rules.map(rule => `${file}: ${rule}`)).sort());
  });
});

/** What a pure room would need a host for: clocks, randomness, the outside world. */
const impure = [
  ...['Date', 'performance', 'process', 'console', 'crypto', 'fetch', 'Buffer', 'globalThis', 'Deno', 'Bun'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'require'],
];

/** The uses of those names in a source text, as `line: name`. Comments, strings, properties and names declared in the file do not count. */
function reaches(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.ES2022, true);
  const declared = new Set<string>();
  const uses: { name: string; at: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const parent = node.parent;
      const named = 'name' in parent && parent.name === node;
      if (named && !ts.isPropertyAccessExpression(parent)) {
        if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent) || ts.isBindingElement(parent))
          declared.add(node.text);
      } else if (ts.isPropertyAccessExpression(parent) && named) {
        if (node.text === 'random' && parent.expression.getText() === 'Math') uses.push({ name: 'Math.random', at: node.getStart() });
      } else if (impure.includes(node.text)) {
        uses.push({ name: node.text, at: node.getStart() });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses.filter(use => !declared.has(use.name)).map(use => `${source.getLineAndCharacterOfPosition(use.at).line + 1}: ${use.name}`);
}

describe('the pure rooms', () => {
  it('use no clock, no randomness and no I/O', () => {
    const found: string[] = [];
    for (const room of table.pure.map(name => join(home, 'src', name)).filter(existsSync)) {
      for (const file of readdirSync(room, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
        found.push(...reaches(readFileSync(join(room, file), 'utf8')).map(use => `${room}/${file}:${use}`));
      }
    }
    expect(found).toEqual([]);
  });

  it('would be caught', () => {
    expect(reaches('// Date\nconst now = Date.now();')).toEqual(['2: Date']);
    expect(reaches('export const roll = Math.random() + Math.max(1, 2);')).toEqual(['1: Math.random']);
    expect(reaches('export const f = () => [process.env.A, performance.now()];')).toEqual(['1: process', '1: performance']);
    expect(reaches(`const process = 'fork';\nexport const it = { Date: process, kind: 'Date' }; /* performance */ it.Date;`)).toEqual([]);
    expect(reaches('export const f = (process: string) => process.length;')).toEqual([]);
  });
});
