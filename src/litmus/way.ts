// A way: the shortest run of a case that comes to a given outcome, so that a row which contradicts the model can be held against it.
import { explore, shortestTo } from '../check/index.js';
import type { Composed } from '../history/index.js';
import type { Machine, Move } from '../machine/index.js';
import { initialContent, PROPERTIES, type World, ZEROES } from '../model/index.js';
import { type Case, CHILD_WRITES, CPU_WRITES, DMA_WRITES, type Outcome, prepare } from './predict.js';

/** Moves from where the machine stands. */
export interface Way {
  readonly machine: Machine<World>;
  readonly world: World;
  readonly moves: readonly Move[];
  /** What stands in memory, by its number. */
  readonly contents: readonly string[];
}

/** Observed beside the model's own properties. */
const OUTCOME = PROPERTIES.length;

/** The shortest way to this outcome, which the model predicts for this case. */
export function wayTo(target: Composed, what: Case, outcome: Outcome): Way {
  const { prepared, reason } = prepare(target, what);
  if (prepared === undefined) throw new Error(`no way in a case that is not modelled: ${reason}`);
  const { machine, world } = prepared;
  const wanted = JSON.stringify(outcome);
  const search = explore(machine, {
    observations: OUTCOME + 1,
    enough: 1 << OUTCOME,
    rest: end => world.observe(OUTCOME, end === 'done' && JSON.stringify(prepared.outcome()) === wanted),
  });
  const first = search.tallies[OUTCOME].first;
  if (first === undefined) throw new Error(`no way to what was predicted: ${wanted}`);
  return { machine, world, moves: shortestTo(machine, search, first), contents: contentsOf(world) };
}

function contentsOf({ shape: { pages } }: World): string[] {
  const titles: string[] = [];
  for (const [content, title] of [
    [CPU_WRITES, 'the process has written'],
    [DMA_WRITES, 'the device has written'],
    [CHILD_WRITES, 'the child has written'],
  ] as const) {
    titles[content] = title;
    titles[content + 1] = title;
  }
  pages.forEach((name, page) => {
    titles[initialContent(page)] ??= `init(${name})`;
  });
  titles[ZEROES] = 'zero';
  return titles;
}
