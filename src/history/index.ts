// The history room: upstream commits and proposals as edits of paths, and kernels as series of them.
export { type Commit, commit } from './commit.js';
export {
  COMMITS,
  type Composed,
  commitNamed,
  composed,
  FILE_PROPOSALS,
  KERNELS,
  type Kernel,
  kernelNamed,
  OPTIONS,
  PROPOSALS,
  withOptions,
} from './kernels.js';
