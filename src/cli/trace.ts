// A trace's transitions, taken again one by one on a fresh machine, so that each one's own changes can be told.
import type { Composed } from '../history/index.js';
import { type Item, indexOf, isCall, isLocal, type Machine, type Move, type Node, type Shared, tell } from '../machine/index.js';
import type { World } from '../model/index.js';
import type { Step } from '../report/index.js';
import { build, type ScenarioFile } from '../scenario/index.js';
import type { FieldNames } from './fields.js';
import type { Trace } from './job.js';

/** The trace that these moves make from the first state of a scenario on a kernel; from move `cycle` on they are repeated for ever. */
export function traceOf(file: ScenarioFile, kernel: Composed, property: string, moves: readonly Move[], cycle?: number): Trace {
  const { built, problem } = build(file, kernel);
  if (built === undefined) throw new Error(`a trace of what cannot be built: ${problem.message}`);
  const { machine, world, contents, questions } = built;
  const names = fieldNames(
    world,
    Array.from({ length: contents.count }, (_, i) => contents.title(i)),
  );
  const steps = stepsOf(machine, moves, cycle);
  const told = property === 'deadlock' || questions.some(({ name, kind }) => name === property && kind === 'eventually');
  const going = moves.slice(cycle ?? moves.length).map(({ thread }) => thread);
  const standing = machine.threads.flatMap(({ spec }, t) =>
    machine.over(t) || going.includes(t) ? [] : [`${spec.name} in ${placeOf(spec.items, machine.at(t))}`],
  );
  return { property, steps, names, ...(cycle !== undefined && { cycle }), standing: told ? standing : [] };
}

/** What the words of a trace need to know of the state in which it begins. */
export function fieldNames(world: World, contents: readonly string[]): FieldNames {
  const { frames, pages } = world.shape;
  const owners: Record<number, string> = {};
  for (let n = 1; n <= frames; n++) {
    const { page } = world.page(n);
    if (page !== 0) owners[n] = pages[page - 1];
  }
  return { pages, owners, contents };
}

/** The transitions, taken one by one from where the machine stands. */
export function stepsOf<K extends Shared>(machine: Machine<K>, moves: readonly Move[], cycle?: number): Step[] {
  const steps: Step[] = [];
  let line = -1;
  let last: { thread: number; node: Node } | undefined;
  for (const [i, move] of moves.entries()) {
    const node = machine.at(move.thread);
    const goesOn = last?.thread === move.thread && last.node.context === node.context && last.node.item === node.item;
    if (!goesOn || i === cycle) line++;
    last = { thread: move.thread, node };
    const [{ labels, ...about }] = tell(machine, [move]);
    steps.push({ ...about, label: labels[0], ...wayOf(node, machine.at(move.thread)), line });
  }
  return steps;
}

/** Where a thread waits: the step it cannot take, or the scenario's own wait. */
function placeOf(items: readonly Item[], node: Node): string {
  if (node.context.linked !== null) return `${node.context.linked.path.name}.${titleOf(node)}`;
  const item = items[node.item];
  return 'title' in item ? item.title : 'no operation';
}

/** Which commit's step it was, and where it went if steps were passed over on the way or it went back. */
function wayOf(from: Node, to: Node): { by?: string; goto?: string } {
  const { linked } = from.context;
  if (linked === null || from.label < 0) return {};
  const by = linked.by[indexOf(from.label)];
  const start = linked.order.indexOf(from.label);
  const end = to.context === from.context && to.item === from.item ? linked.order.indexOf(to.label) : -1;
  const passed = linked.order.slice(start + 1, Math.max(start + 1, end)).some(label => {
    const body = linked.body[indexOf(label)];
    return body !== undefined && !isCall(body) && !isLocal(body);
  });
  const went = end >= 0 && (end <= start || passed);
  return { ...(by !== undefined && { by }), ...(went && { goto: titleOf(to) }) };
}

const titleOf = (node: Node): string => node.context.linked?.title[indexOf(node.label)] ?? '';
