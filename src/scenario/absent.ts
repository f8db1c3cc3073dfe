// What a scenario asks for and a kernel does not have: a verb or a kind of memory names the commit that brought it, and a kernel has it
// if it has that commit, as a release, a backport or a proposal on top.
import { type Composed, commitNamed, KERNELS } from '../history/index.js';
import type { Place } from './place.js';
import { type Problem, problem } from './problem.js';
import type { Op, ScenarioFile } from './syntax.js';
import { KIND_NEEDS, VERBS } from './vocabulary.js';

interface Need {
  readonly what: string;
  readonly commit: string;
  readonly at: Place;
}

/** The first thing that this kernel lacks, told with the first kernel that has it. */
export function absent(file: ScenarioFile, { kernel, proposals, name }: Composed): Problem | undefined {
  for (const { what, commit, at } of needsOf(file)) {
    if ([...kernel.commits, ...proposals].some(({ id }) => id === commit)) continue;
    const brought = commitNamed(commit);
    if (brought === undefined) throw new Error(`"${what}" needs the commit ${commit}, which no kernel has`);
    const first = KERNELS.find(({ commits }) => commits.includes(brought))?.name;
    return problem('not-in-kernel', at, what, name, `${commit} (${brought.since}, "${brought.subject}")`, first);
  }
  return undefined;
}

function needsOf(file: ScenarioFile): Need[] {
  const needs: Need[] = [];
  for (const { kind } of file.memory) {
    const commit = KIND_NEEDS[kind.value];
    if (commit !== undefined) needs.push({ what: kind.value, commit, at: kind.at });
  }
  const inOps = (ops: readonly Op[], task: boolean): void => {
    for (const op of ops) {
      if (op.kind === 'loop') inOps(op.body, task);
      else if (op.kind === 'either') for (const way of op.ways) inOps(way, task);
      else if (op.kind === 'verb') {
        const verb = VERBS.find(({ name }) => name === op.verb.value);
        const commit = verb?.needs ?? (task ? verb?.needsOfTask : undefined);
        if (commit !== undefined) needs.push({ what: op.verb.value, commit, at: op.verb.at });
      }
    }
  };
  inOps(file.setup, true);
  for (const { actor, ops } of file.threads) inOps(ops, actor.kind === 'task');
  return needs;
}
