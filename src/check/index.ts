// The check room: it explores a machine and finds the shortest way to what was seen. It knows no kernel.
export { type Bound, explore, type Options, type Progress, type Search, type Sighting, type Tally } from './explore.js';
export { shortestTo } from './shortest.js';
