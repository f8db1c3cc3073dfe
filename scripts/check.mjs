// The checks that need no running: format and lint, types, import boundaries, dead code. All four run, whatever the others say.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));

const steps = [
  { name: 'biome', words: ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=50'] },
  { name: 'types', words: ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'] },
  { name: 'boundaries', words: ['scripts/boundaries.mjs'] },
  { name: 'dead code', words: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

/** Runs all steps side by side and prints one line for each, with what it said when it failed. */
export async function check() {
  const results = await Promise.all(steps.map(run));
  for (const { name, ok, seconds, said } of results) {
    process.stdout.write(`${ok ? 'ok    ' : 'failed'} ${name.padEnd(10)} ${seconds.toFixed(1)} s\n`);
    if (!ok) process.stdout.write(`${said.trimEnd()}\n`);
  }
  const passed = results.filter(result => result.ok).length;
  return { passed, failed: results.length - passed };
}

function run({ name, words }) {
  const begin = Date.now();
  return new Promise(done => {
    let said = '';
    const end = ok => done({ name, ok, seconds: (Date.now() - begin) / 1000, said });
    const child = spawn(process.execPath, words, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = text => {
      said += text;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.on('error', error => {
      said += error.message;
      end(false);
    });
    child.on('close', code => end(code === 0));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await check();
  process.exitCode = failed > 0 ? 1 : 0;
}
