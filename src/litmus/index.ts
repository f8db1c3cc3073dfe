// The litmus room: measured cases held against the model.
export { Agreement, kernelFor, type RowResult, type RowVerdict } from './agree.js';
export { isKind, knownKinds, knownOps, knownPins } from './names.js';
export { type Outcome, type Prediction, predict } from './predict.js';
export { parseTable, type Row, TableError } from './table.js';
export type { Way } from './way.js';
