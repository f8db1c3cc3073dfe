// A selection: which scenarios and which kernels the words of a command line mean, or all that is wrong with them.
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  COMMITS,
  type Commit,
  type Composed,
  commitNamed,
  composed,
  KERNELS,
  type Kernel,
  kernelNamed,
  PROPOSALS,
} from '../history/index.js';
import { nearest, type Problem, parseScenario, renderProblem, type ScenarioFile, VOCABULARY } from '../scenario/index.js';
import { scenarioFiles, scenarioName, shippedScenarios } from './home.js';
import { readTextFile } from './text-file.js';
import { type SaidFault, UsageError, UsageErrors } from './verb.js';

export interface Chosen {
  /** What to type to mean it again: a shipped name, or a path. */
  readonly typed: string;
  readonly text: string;
  readonly file: ScenarioFile;
}

/** Scenarios by shipped name, path or folder; all shipped ones when nothing is named. All problems of all files are told together. */
export function chooseScenarios(words: readonly string[], cwd: string): Chosen[] {
  const shipped = shippedScenarios();
  const wanted = words.length === 0 ? [...shipped.keys()] : words.flatMap(word => filesFor(word, cwd, shipped));
  const faults: SaidFault[] = [];
  const chosen = [...new Set(wanted)].flatMap(typed => {
    const path = shipped.get(typed) ?? resolve(cwd, typed);
    const text = readTextFile(path, typed);
    const { file, problems } = parseScenario(text, scenarioName(typed), VOCABULARY);
    faults.push(...problems.map(problem => faultOf(problem, shipped.has(typed) ? `${typed}.yaml` : typed, text)));
    return file === undefined ? [] : [{ typed, text, file }];
  });
  if (faults.length > 0) throw new UsageErrors(faults);
  return chosen;
}

function filesFor(word: string, cwd: string, shipped: ReadonlyMap<string, string>): string[] {
  if (shipped.has(word)) return [word];
  const path = resolve(cwd, word);
  if (existsSync(path)) return statSync(path).isDirectory() ? scenarioFiles(path).map(file => join(word, file)) : [word];
  if (shipped.has(scenarioName(word)) && !/[\\/]/.test(word)) return [scenarioName(word)];
  if (/[\\/]|\.ya?ml$/.test(word)) throw noFile(word, nearest(scenarioName(word), [...shipped.keys()]));
  throw unknown('scenario', word, [...shipped.keys()], 'pinproof list scenarios');
}

function noFile(word: string, near: string | undefined): UsageError {
  const hint = near === undefined ? 'pinproof list has the shipped scenarios' : `a shipped scenario is called "${near}"`;
  return new UsageError(`there is no file "${word}"`, hint, 'unknown-scenario');
}

export function faultOf(problem: Problem, file: string, text: string): SaidFault {
  const { code, message, hint, at } = problem;
  const said = renderProblem(problem, file, text);
  return { code, message, ...(hint !== undefined && { hint }), at: { file, line: at.line, col: at.col }, said };
}

/** More names than this are no help. */
const LIST_MAX = 100;

/** `unknown kernel "v5.88"; did you mean "v5.8"?`, and what is known. */
export function unknown(what: string, found: string, known: readonly string[], listing?: string): UsageError {
  const near = nearest(found, known);
  const message = `unknown ${what} "${found}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
  const list = known.length === 0 ? 'none is known' : known.length > LIST_MAX ? `${known.length} are known` : `known: ${known.join(', ')}`;
  return new UsageError(message, listing === undefined ? list : `${list}; see "${listing}"`, `unknown-${what}`);
}

/** Kernels by name, `A,B` and `A..B`; undefined where none is named. In order of age, each once. */
export function chooseKernels(words: readonly string[]): Kernel[] | undefined {
  if (words.length === 0) return undefined;
  const named = words.flatMap(word => word.split(',')).flatMap(kernelsFor);
  return KERNELS.filter(kernel => named.includes(kernel));
}

function kernelsFor(word: string): readonly Kernel[] {
  const [first, last] = word.split('..') as [string, string?];
  const from = KERNELS.indexOf(oneKernel(first));
  if (last === undefined) return KERNELS.slice(from, from + 1);
  const to = KERNELS.indexOf(oneKernel(last));
  if (to < from) throw new UsageError(`${first} comes after ${last}`, `write ${last}..${first}`, 'range-upside-down');
  return KERNELS.slice(from, to + 1);
}

export function oneKernel(name: string): Kernel {
  const kernel = kernelNamed(name);
  if (kernel !== undefined) return kernel;
  const [base, ...proposals] = name.split('+');
  if (proposals.length > 0 && kernelNamed(base) !== undefined)
    throw new UsageError(
      `"${name}" is a kernel with proposals`,
      `write --kernel ${base} --with ${proposals.join(' --with ')}`,
      'unknown-kernel',
    );
  throw unknown(
    'kernel',
    name,
    KERNELS.map(({ name }) => name),
  );
}

/** Proposals by name, `A,B` and `A+B`; an upstream commit may be proposed for a kernel that lacks it, too. */
export function chooseProposals(words: readonly string[]): Commit[] {
  const names = words.flatMap(word => word.split(/[,+]/)).filter(name => name !== '');
  return [...new Set(names)].map(name => {
    const commit = commitNamed(name);
    if (commit !== undefined) return commit;
    const known = [...PROPOSALS, ...COMMITS].map(({ id }) => id);
    throw unknown('proposal', name, [...new Set(known)], 'pinproof list proposals');
  });
}

/** A kernel with proposals; edits that contradict each other are told by name. */
export function compose(kernel: Kernel, proposals: readonly Commit[]): Composed {
  try {
    return composed(kernel, proposals);
  } catch (error) {
    const name = [kernel, ...proposals].map(one => ('id' in one ? one.id : one.name)).join('+');
    throw new UsageError(`cannot compose ${name}: ${(error as Error).message}`, undefined, 'cannot-compose');
  }
}

/** Why these proposals cannot be applied to the kernel; undefined when they can. */
export function composes(kernel: Kernel, proposals: readonly Commit[]): string | undefined {
  try {
    composed(kernel, proposals);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Where the scenario is meaningful, by its `kernels:`. */
export function meaningful({ kernels }: ScenarioFile): readonly Kernel[] {
  if (kernels.length === 0) return KERNELS;
  const names = kernels.flatMap(set => (set.kind === 'kernel' ? [set.kernel] : set.kernels));
  return KERNELS.filter(({ name }) => names.includes(name));
}
