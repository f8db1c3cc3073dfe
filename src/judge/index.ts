// The judge room: scenarios explored on kernels, and the verdicts that come of it.
export { agrees, type Footprint, footprintOf } from './footprint.js';
export {
  type Judged,
  type Judgement,
  type JudgeOptions,
  type JudgeResult,
  judge,
  judgementFor,
  type PropertyVerdict,
  type Result,
  type Told,
  tellFirst,
} from './judge.js';
export { type Entry, Series } from './series.js';
