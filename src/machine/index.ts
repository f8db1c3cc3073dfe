// The machine room: what a packed state machine is. It knows no kernel and imports nothing.
export { type Change, change, type Edit, Editor } from './change.js';
export { type Applied, ComposeError, compose, type Linked, Links } from './compose.js';
export { type Instance, Layout, type Packer } from './layout.js';
export { Machine } from './machine.js';
export {
  type AnyPath,
  asleep,
  calls,
  declaredPaths,
  done,
  type FrameOf,
  gotosOf,
  indexOf,
  isCall,
  isLocal,
  type Label,
  labelName,
  type Path,
  pathIdOf,
  wait,
  world,
} from './path.js';
export { type Fields, type Handle, type Note, type Of, type RecordType, record } from './record.js';
export { OBSERVATIONS_MAX, Shared } from './shared.js';
export { type Item, Kind, type Node, type Run, Thread, type ThreadSpec } from './thread.js';
export { type FieldChange, type Line, type Move, tell } from './trace.js';
