// The columns of a matrix: kernels, or one kernel with a proposal each, without those that cannot be applied to it.
import { type Commit, KERNELS, type Kernel, PROPOSALS } from '../history/index.js';
import { chooseProposals, composes } from './selection.js';
import { type Column, columnOf, isOrdered } from './sheet.js';
import { UsageError } from './verb.js';

/** One grid. */
export interface Table {
  readonly columns: readonly Column[];
  readonly ordered: boolean;
  /** Proposals that cannot be applied, and why. */
  readonly leftOut: readonly string[];
}

/** Without variants one table of kernels, with them a table for each kernel. */
export function tablesOf(kernels: readonly Kernel[], variants: readonly string[]): Table[] {
  if (variants.length === 0) {
    const columns = kernels.map(kernel => columnOf(kernel, []));
    return [{ columns, ordered: isOrdered(columns), leftOut: [] }];
  }
  const each = variants.includes('each');
  if (each && variants.length > 1) throw new UsageError('"--with each" means all proposals', 'leave the others out');
  const sets = (each ? PROPOSALS.map(({ id }) => id) : variants).map(text => ({ text, proposals: chooseProposals([text]) }));
  return kernels.map(kernel => tableFor(kernel, sets, each));
}

interface Named {
  readonly text: string;
  readonly proposals: readonly Commit[];
}

/** What was named must compose; of all there are, those count that do. */
function tableFor(kernel: Kernel, sets: readonly Named[], lenient: boolean): Table {
  const refusals = sets.map(({ proposals }) => (lenient ? composes(kernel, proposals) : undefined));
  const columns = sets.filter((_, i) => refusals[i] === undefined).map(({ text, proposals }) => columnOf(kernel, proposals, `+${text}`));
  return { columns: [columnOf(kernel, []), ...columns], ordered: false, leftOut: refusals.filter(why => why !== undefined) };
}

/** The kernels that are meant: those named, else v5.8 for proposals and all of them without. */
export function kernelsOf(named: readonly Kernel[] | undefined, variants: readonly string[]): readonly Kernel[] {
  return named ?? (variants.length > 0 ? KERNELS.slice(0, 1) : KERNELS);
}
