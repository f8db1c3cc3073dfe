// A scenario written in a test, judged on a kernel: what the statements, the mutations and the gallery share.
import { type Commit, composed, kernelNamed } from '../../src/history/index.js';
import { type Judgement, type PropertyVerdict, Series } from '../../src/judge/index.js';
import { parseScenario, type ScenarioFile, VOCABULARY } from '../../src/scenario/index.js';

/** States that a scenario in a test may take: far more than any needs. */
const STATES_MAX = 1_000_000;

export function parsed(text: string, name = 'test'): ScenarioFile {
  const { file, problems } = parseScenario(text, name, VOCABULARY);
  if (file === undefined) throw new Error(problems.map(({ message, at }) => `${at.line}:${at.col} ${message}`).join('\n'));
  return file;
}

/** Judges on one kernel, with commits or proposals on top; a bound that was hit is an error where the whole graph is asked for. */
export function judgedOn(file: ScenarioFile, kernelName: string, extra: readonly Commit[] = [], whole = true): Judgement {
  const kernel = kernelNamed(kernelName);
  if (kernel === undefined) throw new Error(`no kernel ${kernelName}`);
  const { judgement, problem } = new Series(file, { statesMax: STATES_MAX }).on(composed(kernel, extra));
  if (judgement === undefined) throw new Error(problem?.message);
  if (whole && judgement.bound !== undefined)
    throw new Error(`${file.name} on ${judgement.kernel} hit its bound of ${judgement.states} states`);
  return judgement;
}

export function verdictOf(judgement: Judgement, property: string): PropertyVerdict {
  const verdict = judgement.properties.find(({ name }) => name === property);
  if (verdict === undefined) throw new Error(`${judgement.scenario} has no property ${property}`);
  return verdict;
}
