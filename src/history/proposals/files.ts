// Proposals for pages of files: who takes which kind of reference, what writeback does with a pinned page, and who waits for a lease.
import type { Commit } from '../commit.js';
import { allGet, allPin } from './conversions.js';
import { dirtyFault } from './dirty-fault.js';
import { keepWritable } from './keep-writable.js';
import { lease, leaseTimeout } from './lease.js';
import { wbBounce, wbSkip } from './writeback.js';

export const FILE_PROPOSALS: readonly Commit[] = [allPin, allGet, wbSkip, wbBounce, dirtyFault, keepWritable, lease, leaseTimeout];
