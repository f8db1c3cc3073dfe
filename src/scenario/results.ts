// Results: what operations answered, kept in the state only for those that a condition asks about.
import { type Of, record } from '../machine/index.js';
import type { World } from '../model/index.js';
import type { Atom, Condition, ScenarioFile } from './syntax.js';

/** Answers that are words count from here, in the order in which the verb has them: past all contents. */
export const WORDS_FROM = 64;

const Result = record('Result', { known: 1, value: 7 });

export class Results {
  private readonly kept = new Map<string, Of<typeof Result.fields>>();

  constructor(file: ScenarioFile, world: World) {
    for (const { of } of resultsAsked(file)) {
      const name = `${of.thread.value}.${of.n}`;
      if (!this.kept.has(name)) this.kept.set(name, Result.handle(world.u, world.layout.add(Result, name)));
    }
  }

  /** The operation's record, if anybody asks for it. */
  of(thread: string, n: number): Of<typeof Result.fields> | undefined {
    return this.kept.get(`${thread}.${n}`);
  }
}

/** Every condition of a file. */
export function conditionsOf(file: ScenarioFile): Condition[] {
  const found: Condition[] = [];
  const inOps = (ops: ScenarioFile['setup']): void => {
    for (const op of ops) {
      if (op.kind === 'wait') found.push(op.until);
      else if (op.kind === 'loop') inOps(op.body);
      else if (op.kind === 'either') for (const way of op.ways) inOps(way);
    }
  };
  inOps(file.setup);
  for (const thread of file.threads) inOps(thread.ops);
  for (const { condition } of file.properties) if (condition !== undefined) found.push(condition);
  if (file.exists !== undefined) found.push(file.exists);
  return found;
}

/** Every atom of a condition. */
export function atomsOf(condition: Condition): Atom[] {
  if (condition.kind === 'not') return atomsOf(condition.of);
  if (condition.kind === 'and' || condition.kind === 'or') return [...atomsOf(condition.left), ...atomsOf(condition.right)];
  return [condition];
}

const resultsAsked = (file: ScenarioFile) =>
  conditionsOf(file)
    .flatMap(atomsOf)
    .filter(atom => atom.kind === 'result');
