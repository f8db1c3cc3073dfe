// The live room: C for this kernel, emitted, built, run and read back. The only room that touches a running kernel.
// It says what it does to the host through `say`, and leaves the host as it found it.
export { caseName, type LiveCase, type LiveKind, type LiveOp, type LivePin, liveKinds, liveOps, livePins, threadCases } from './case.js';
export { emitProgram } from './emit.js';
export { inspectNeeds, type Need, type NeedName } from './needs.js';
export { type LiveRow, liveColumns, liveColumnTypes } from './row.js';
export { type LiveOptions, type LiveReport, type LiveResult, runLive } from './run.js';
export type { LiveSwap, SwapChoice } from './swap.js';
