// A live run: the cases as one program, built and run on this kernel, each answered by a row or by a reason.
// One function owns the order: lock, leftovers, build, swap, needs, cases; and everything is undone at its end.
import { writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { buildProgram, makeBuildFolder } from './build.js';
import { caseName, type LiveCase, threadCases } from './case.js';
import { emitProgram } from './emit.js';
import { Interruption } from './interruption.js';
import { removeLeftovers } from './leftovers.js';
import { takeLock } from './lock.js';
import { type Need, probeNeeds } from './needs.js';
import { runProgram } from './program.js';
import { type LiveRow, parseLine } from './row.js';
import { kernelSwap, type LiveSwap, provideSwap, type SwapChoice, swapFolders } from './swap.js';
import { Undo } from './undo.js';

export interface LiveResult {
  readonly case: LiveCase;
  readonly verdict: 'measured' | 'skipped';
  /** Why there is no row: the name of what is missing, then what was found. */
  readonly reason?: string;
  /** The command that mends it, where there is one. */
  readonly remedy?: string;
  readonly row?: LiveRow;
}

export interface LiveReport {
  /** `uname -r`. */
  readonly kernel: string;
  readonly needs: readonly Need[];
  readonly swap: LiveSwap;
  /** One a case, in the order of the cases. */
  readonly results: readonly LiveResult[];
}

export interface LiveOptions {
  /** At least one; the thread's experiment unless others are named. */
  readonly cases?: readonly LiveCase[];
  readonly swap: SwapChoice;
  /** Told what is done to the host, one line at a time. */
  say(line: string): void;
  /** Stops the run; cases not reached are skipped as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Where to keep the C source. */
  readonly keepSource?: string;
}

type Answer = Omit<LiveResult, 'case'>;

const lock_wait_ms = 60_000;
const case_limit_ms = 25_000;

/** Measures the cases on this kernel and leaves the host as it was. What is missing is a reason in the report, not an exception. */
export async function runLive(options: LiveOptions): Promise<LiveReport> {
  const { cases = threadCases, say } = options;
  const source = emitProgram(cases);
  if (options.keepSource !== undefined) {
    writeFileSync(options.keepSource, source);
    say(`wrote ${options.keepSource}`);
  }
  const interruption = new Interruption(options.signal);
  const { signal } = interruption;
  const undo = new Undo(say);
  try {
    const unlock = await takeLock('pinproof-live', { say, signal, wait_ms: lock_wait_ms });
    if (!unlock)
      return report([], { kind: 'none' }, cases, [], skipped(signal.aborted ? 'interrupted' : 'another live run holds this machine'));
    undo.add('lock', unlock);
    const folders = options.swap === 'auto' || options.swap === 'none' ? swapFolders : [...swapFolders, options.swap];
    removeLeftovers({ swapFolders: folders, buildFolders: [tmpdir()] }, kernelSwap, say);

    const folder = makeBuildFolder(undo);
    const built = await buildProgram(folder, 'repro', source);
    const swap = provideSwap('path' in built && !signal.aborted ? options.swap : 'none', say, undo);
    const needs = await probeNeeds(folder, signal, undo);
    if ('why' in built) return report(needs, swap, cases, [], lacking(needs, 'cc', built.why));
    const answers: Answer[] = [];
    const rest = await measure(built.path, cases.length * case_limit_ms, { signal, undo, needs, swap }, answers);
    return report(needs, swap, cases, answers, rest);
  } finally {
    undo.run();
    interruption.end();
  }
}

interface Bench {
  readonly signal: AbortSignal;
  readonly undo: Undo;
  readonly needs: readonly Need[];
  readonly swap: LiveSwap;
}

/** Fills in the answers, a line each. Returns the answer of the cases that were not reached. */
async function measure(path: string, limit_ms: number, { signal, undo, needs, swap }: Bench, answers: Answer[]): Promise<Answer> {
  const why = await runProgram(path, {
    signal,
    limit_ms,
    undo,
    line(text) {
      const line = parseLine(text);
      if (line.says === 'row') answers.push({ verdict: 'measured', row: line.row });
      else if (line.says === 'skipped')
        answers.push(lacking(needs, line.reason, line.reason === 'swap' ? (swap.why ?? line.detail) : line.detail));
      else answers.push(skipped('the line of this case was cut short'));
    },
  });
  return skipped(why ?? 'the program said nothing of this case');
}

function skipped(reason: string): Answer {
  return { verdict: 'skipped', reason };
}

/** A case that could not run for want of something; for one who is not root, that is what is wanting. */
function lacking(needs: readonly Need[], name: string, detail: string): Answer {
  const root = needs.find(n => n.name === 'root');
  if (name === 'pagemap' && root && !root.found) return { ...skipped(`root: ${root.detail}`), remedy: root.remedy };
  const missing = needs.find(n => n.name === name);
  return { ...skipped(`${name}: ${detail}`), ...(missing && { remedy: missing.remedy }) };
}

function report(needs: readonly Need[], swap: LiveSwap, cases: readonly LiveCase[], answers: readonly Answer[], rest: Answer): LiveReport {
  const results = cases.map((c, i): LiveResult => {
    const answer = answers[i] ?? rest;
    const { row } = answer;
    // The program prints its lines in the order of its cases; a row under another name would be somebody else's.
    if (row && caseName(row as unknown as LiveCase) !== caseName(c))
      throw new Error(`the program answered ${caseName(row as unknown as LiveCase)} where ${caseName(c)} was asked`);
    return { case: c, ...answer };
  });
  return { kernel: release(), needs, swap, results };
}
