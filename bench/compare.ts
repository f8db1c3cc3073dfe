// The comparison with Spin: the reference model in both, run in turn as whole processes, medians and ratios.
//   node dist/bench/compare.js [--config "2 1 1 1 1 1 3"] [--runs 3] [--json]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Measured, meter, run } from './measure.js';
import type { ReferenceResult } from './reference/index.js';
import { COMPILE, GENERATE, macros, promelaFile, readCounts, type SpinCounts, VERIFY } from './reference/spin.js';

/** Configuration L: 4.6 million states, some ten seconds a run of either side. A small one measures how fast Node starts. */
const CONFIG = '2 2 2 2 1 0 3';
const RUNS = 3;
const RUNS_MAX = 99;

export interface CompareOptions {
  readonly config?: string;
  /** Runs of each side. */
  readonly runs?: number;
}

/** Medians of one side's runs. */
export interface Side {
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface Comparison {
  readonly config: string;
  readonly runs: number;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly spin: SpinCounts;
  /** Whether both found the same states, transitions and depth. */
  readonly agrees: boolean;
  readonly ours: Side;
  readonly spins: Side;
  /** Ours divided by Spin's. */
  readonly ratio: { readonly cpu: number; readonly peak: number };
}

export type CompareResult =
  | { readonly comparison: Comparison; readonly skipped?: undefined }
  | { readonly comparison?: undefined; readonly skipped: string };

/** Runs both sides. Skipped, with what to install, where Spin or a C compiler is missing. */
export function compare({ config = CONFIG, runs = RUNS }: CompareOptions = {}): CompareResult {
  if (!Number.isInteger(runs) || runs < 1 || runs > RUNS_MAX) throw new Error(`runs: found ${runs}, expected 1 to ${RUNS_MAX}`);
  const sizes = macros(config);
  const skipped = missing();
  if (skipped !== undefined) return { skipped };
  const folder = mkdtempSync(join(tmpdir(), 'pinproof-bench-'));
  try {
    return { comparison: inTurn(folder, config, sizes, runs) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What has to be installed first, or undefined. */
function missing(): string | undefined {
  if (promelaFile() === undefined) return 'the comparison needs bench/reference/reference.pml, which is missing in this copy of pinproof';
  const answers = (command: string, word: string): boolean => spawnSync(command, [word], { stdio: 'ignore' }).error === undefined;
  const programs = [
    { name: 'spin', there: answers('spin', '-V'), packages: ['spin'] },
    { name: 'gcc', there: answers('gcc', '--version'), packages: ['gcc', 'libc6-dev'] },
  ].filter(({ there }) => !there);
  if (programs.length === 0) return undefined;
  const names = programs.map(({ name }) => name).join(' and ');
  const packages = programs.flatMap(program => program.packages).join(' ');
  return `the comparison needs ${names}; install with: apt-get install -y --no-install-recommends ${packages}`;
}

function inTurn(folder: string, config: string, sizes: readonly string[], runs: number): Comparison {
  const measure = meter(folder);
  run(folder, 'spin', [...GENERATE, ...sizes, promelaFile() as string]);
  run(folder, 'gcc', [...COMPILE, '-o', 'pan', 'pan.c']);
  const main = fileURLToPath(new URL('./reference/main.js', import.meta.url));
  const ours: Measured[] = [];
  const spins: Measured[] = [];
  for (let i = 0; i < runs; i++) {
    ours.push(measure(process.execPath, [main, config]));
    spins.push(measure(join(folder, 'pan'), VERIFY));
  }
  const { states, transitions, depth } = JSON.parse(ours[0].printed) as ReferenceResult;
  const spin = readCounts(spins[0].printed);
  const [our, its] = [medians(ours), medians(spins)];
  return {
    config,
    runs,
    states,
    transitions,
    depth,
    spin,
    agrees: same(states, spin.states) && same(transitions, spin.transitions) && depth === spin.depth && spin.errors === 0,
    ours: our,
    spins: its,
    ratio: { cpu: our.cpuSeconds / its.cpuSeconds, peak: our.peakBytes / its.peakBytes },
  };
}

/** Equal, as far as Spin prints digits of big numbers. */
const same = (ours: number, spins: number): boolean => (ours < 1e8 ? ours === spins : Math.abs(ours / spins - 1) < 1e-6);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

const medians = (runs: readonly Measured[]): Side => ({
  cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
  peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
});

/** The comparison as a table for the terminal. */
export function renderComparison({ config, runs, states, transitions, depth, spin, agrees, ours, spins, ratio }: Comparison): string {
  const count = (value: number): string => value.toLocaleString('en-US');
  const counts = (of: { states: number; transitions: number; depth: number }): string =>
    `${count(of.states)} states, ${count(of.transitions)} transitions, depth ${of.depth}`;
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  const row = (name: string, cpu: string, peak: string): string => `${name.padEnd(12)}${cpu.padStart(12)}${peak.padStart(12)}`;
  return [
    `reference model, config "${config}": ${counts({ states, transitions, depth })}`,
    agrees ? 'Spin finds the same' : `Spin finds otherwise: ${counts(spin)}, ${spin.errors} errors`,
    row('', 'CPU seconds', 'peak MiB'),
    row('pinproof', ours.cpuSeconds.toFixed(2), mib(ours.peakBytes)),
    row('Spin', spins.cpuSeconds.toFixed(2), mib(spins.peakBytes)),
    row('ours / Spin', ratio.cpu.toFixed(2), ratio.peak.toFixed(2)),
    `medians of ${runs} runs each, in turn, whole processes; Spin: gcc ${COMPILE.join(' ')}, pan ${VERIFY.join(' ')}`,
  ].join('\n');
}

/** Exit codes: 0 compared, 1 the counts differ, 2 a wrong option, 4 something is missing. */
function main(): number {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, runs: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const { comparison, skipped } = compare({ config: values.config, runs: values.runs === undefined ? undefined : Number(values.runs) });
  if (comparison === undefined) {
    process.stdout.write(values.json ? `${JSON.stringify({ skipped })}\n` : `skipped: ${skipped}\n`);
    return 4;
  }
  process.stdout.write(`${values.json ? JSON.stringify(comparison) : renderComparison(comparison)}\n`);
  return comparison.agrees ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
