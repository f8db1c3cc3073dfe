// The scenario room: the scenario file, from text to a machine at its first state.
export { absent } from './absent.js';
export { type BuildResult, type Built, build, type Question } from './build.js';
export { expectationFor } from './expectation.js';
export { type Parsed, parseScenario } from './parse.js';
export type { Place } from './place.js';
export { BACKGROUND, CannotStart, prepareMemory, runAlone } from './prepare.js';
export { type Problem, renderProblem } from './problem.js';
export type { Property, ScenarioFile, Verdict } from './syntax.js';
export { VERBS, VOCABULARY } from './vocabulary.js';
export { nearest, type Vocabulary } from './words.js';
