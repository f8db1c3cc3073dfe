// A footprint: the labels that a search executed. A kernel whose bodies and links agree there has the same verdict without a search.
import type { Composed } from '../history/index.js';
import { indexOf, isCall, type Label, type Linked, type Machine } from '../machine/index.js';
import type { Built } from '../scenario/index.js';

export interface Footprint {
  readonly kernel: Composed;
  /** For each path used, the labels tried. */
  readonly used: ReadonlyMap<Linked, ReadonlySet<Label>>;
}

/** Everything that ran to prepare and explore a scenario. */
export function footprintOf(built: Built): Footprint {
  const used = new Map<Linked, Set<Label>>();
  const note = (machine: Machine): void => {
    for (const thread of machine.threads)
      for (const node of thread.nodes) {
        const { linked } = node.context;
        if (node.tried === 0 || linked === null || node.label < 0) continue;
        const labels = used.get(linked) ?? new Set<Label>();
        labels.add(node.label);
        used.set(linked, labels);
      }
  };
  for (const machine of built.prepared) note(machine as unknown as Machine);
  note(built.machine as unknown as Machine);
  return { kernel: built.kernel, used };
}

/** Whether another kernel would do exactly the same, everywhere the search has been. */
export function agrees(footprint: Footprint, kernel: Composed): boolean {
  for (const [name, kind] of footprint.kernel.deviceAlias) if (kernel.deviceAlias.get(name) !== kind) return false;
  for (const [linked, labels] of footprint.used) {
    const other = kernel.links.of(linked.path);
    if (other.first !== linked.first) return false;
    for (const label of labels) if (!sameStep(linked, other, kernel, footprint.kernel, label)) return false;
  }
  return true;
}

function sameStep(linked: Linked, other: Linked, kernel: Composed, was: Composed, label: Label): boolean {
  const i = indexOf(label);
  const body = linked.body[i];
  if (body === undefined || other.body[i] !== body || other.next[i] !== linked.next[i]) return false;
  if (linked.title[i] !== other.title[i]) return false;
  if (isCall(body)) return body.callees.every(callee => kernel.links.of(callee).first === was.links.of(callee).first);
  // Where a goto lands is compared for all labels of the path: a body may go to any of them.
  return linked.order.every(target => linked.entry[indexOf(target)] === other.entry[indexOf(target)]);
}
