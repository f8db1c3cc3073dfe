// A trace: what happened. Moves are exact (which thread, which alternative); lines are how it is told:
// one line = one thread's run inside one path until another thread moves or the path changes.
import type { Instance } from './layout.js';
import type { Machine } from './machine.js';
import { indexOf, labelName } from './path.js';
import type { Place } from './record.js';
import type { Shared } from './shared.js';
import type { Node } from './thread.js';

/** One transition, enough to take it again. */
export interface Move {
  readonly thread: number;
  readonly choice: number;
}

/** A field that a line changed. */
export interface FieldChange {
  readonly record: string;
  readonly field: string;
  readonly old: number;
  readonly new: number;
}

/** Consecutive transitions of one thread in one path. */
export interface Line {
  readonly actor: string;
  /** The operation the thread is in, as the scenario wrote it. */
  readonly operation: string;
  /** The kernel function, or '' for the scenario's own items. */
  readonly path: string;
  readonly source: string;
  readonly labels: readonly string[];
  readonly changes: readonly FieldChange[];
}

/** Fields of the shared records that differ between two running states. */
export function changesBetween(instances: readonly Instance[], before: Int32Array, after: Int32Array): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const { name, type, at } of instances)
    for (const [field, place] of Object.entries(type.places)) {
      const old = fieldOf(before, at, place);
      const now = fieldOf(after, at, place);
      if (old !== now) changes.push({ record: name, field, old, new: now });
    }
  return changes;
}

function fieldOf(u: Int32Array, at: number, { word, shift, bits }: Place): number {
  const mask = bits === 32 ? -1 : 2 ** bits - 1;
  return (u[at + word] >>> shift) & mask;
}

interface Open {
  thread: number;
  node: Node;
  labels: string[];
  before: Int32Array;
}

/** Tells moves from the machine's present state on. Afterwards the machine stands at the end of the trace. */
export function tell<K extends Shared>(machine: Machine<K>, moves: readonly Move[]): Line[] {
  const { u, layout } = machine;
  const lines: Line[] = [];
  let open: Open | undefined;
  const close = (): void => {
    if (open !== undefined) lines.push(lineOf(machine, open, changesBetween(layout.instances, open.before, u)));
    open = undefined;
  };
  for (const { thread, choice } of moves) {
    const node = machine.at(thread);
    if (open === undefined || open.thread !== thread || open.node.context !== node.context || open.node.item !== node.item) {
      close();
      open = { thread, node, labels: [], before: u.slice() };
    }
    open.labels.push(node.label < 0 ? titleOf(machine, thread, node) : labelTitle(node));
    if (!machine.fire(thread, choice)) throw new Error('a move of a trace must be possible where it is taken');
  }
  close();
  return lines;
}

function lineOf<K extends Shared>(machine: Machine<K>, open: Open, changes: FieldChange[]): Line {
  const { spec } = machine.threads[open.thread];
  const linked = open.node.context.linked;
  return {
    actor: spec.name,
    operation: titleOf(machine, open.thread, open.node),
    path: linked?.path.name ?? '',
    source: linked?.path.source ?? '',
    labels: open.labels,
    changes,
  };
}

function titleOf<K extends Shared>(machine: Machine<K>, thread: number, node: Node): string {
  const item = machine.threads[thread].spec.items[node.item];
  return item === undefined || item.kind === 'jump' ? '' : item.title;
}

function labelTitle(node: Node): string {
  const title = node.context.linked?.title[indexOf(node.label)];
  return title ?? labelName(node.label);
}
