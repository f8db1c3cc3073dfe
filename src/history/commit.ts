// A commit: one upstream change, or one proposal, as edits of paths.
import type { Change } from '../machine/index.js';

export interface Commit {
  /** Twelve hex digits upstream; a name for a proposal. */
  readonly id: string;
  readonly subject: string;
  /** The first release that has it; '-' for what was never merged. */
  readonly since: string;
  /** Commits that came as one series share its name. */
  readonly series?: string;
  /** What changes for a pinned page, in a sentence or two. */
  readonly says: string;
  readonly changes: readonly Change[];
  /** Proposals that this one goes beyond: applied with it, once, and their steps stay theirs. */
  readonly takesIn?: readonly Commit[];
  /** A device kind that replaces the plain name's earlier meaning: `i915` is `i915@v5.13` from here on. */
  readonly device?: string;
}

export function commit(about: Omit<Commit, 'changes'>, ...changes: readonly Change[]): Commit {
  for (const { owner } of changes) owner.id = about.id;
  return { ...about, changes };
}
