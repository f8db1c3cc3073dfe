// The check room: it explores a machine and finds the shortest way to what was seen. It knows no kernel.
export { type Bound, type End, explore, type Options, type Progress, type Search } from './explore.js';
export { eventually, type Lasso, type Liveness } from './liveness.js';
export { shortestTo } from './shortest.js';
export type { Sighting, Tally } from './tally.js';
