// The reference model: one fixed protocol, written the same for every checker, as oracle of the machine and the explorer.

export { type ReferenceOptions, type ReferenceResult, runReference, type Violation } from './run.js';
export { mutantNames } from './variants.js';
