// The names a measured table may use: what is modelled, and what is known and not modelled yet. Anything else is a slip of the pen.

import { KINDS, OPS, PINS, REASONS } from './cases.js';
import { FORKS } from './children.js';

/** Families of them: `ext4s_dirty`, `thp_pte`, `hugetlb_shared`, … */
const KIND_FAMILY = /^(ext4[ps]_|memfd|shmthp|hugetlb|thp|mthp)\w*$/;

export const knownKinds: readonly string[] = Object.keys(KINDS);
export const knownPins: readonly string[] = Object.keys(PINS);
export const knownOps: readonly string[] = [...Object.keys(OPS), ...Object.keys(FORKS), ...Object.keys(REASONS)];

export const isKind = (kind: string): boolean => knownKinds.includes(kind) || KIND_FAMILY.test(kind);
