// The whole test run: the checks, then vitest, then one plain line as the very last: N passed, N failed[, N skipped].
// Words after `npm test --` go to vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check.mjs';

const home = fileURLToPath(new URL('..', import.meta.url));

const checks = await check();
const tests = vitest(process.argv.slice(2));

if (tests.problem) process.stdout.write(`${tests.problem}\n`);
const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
process.exitCode = failed > 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}\n`);

/** Runs vitest and counts. What fails outside of a test (a file that does not load, a stray rejection, no test at all) counts as one failure. */
function vitest(words) {
  const folder = mkdtempSync(join(tmpdir(), 'pinproof-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const colour = process.stdout.isTTY ? [] : ['--no-color'];
    const all = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...colour, ...words];
    const run = spawnSync(process.execPath, all, { cwd: home, stdio: 'inherit' });
    return count(readFileSync(report, 'utf8'), run.status);
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, problem: `vitest left no report: ${error.message}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(text, status) {
  const report = JSON.parse(text);
  const unloaded = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  );
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + unloaded.length;
  if (failed > 0) return { passed, failed, skipped };
  if (passed === 0) return { passed, failed: 1, skipped, problem: 'no test ran' };
  if (status !== 0) return { passed, failed: 1, skipped, problem: `vitest ended with ${status ?? 'a signal'} though no test failed` };
  return { passed, failed, skipped };
}
