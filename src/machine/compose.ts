// Links: how labels are tied together in one kernel. next = fall-through, entry = where a goto lands, body = what runs.
// Composing is base paths plus changes in order; every contradiction between changes is refused by name.
import type { Change, Edit } from './change.js';
import { type AnyBody, type AnyPath, bodyDeclared, done, gotosOf, indexOf, isCall, type Label, labelName, registered } from './path.js';

/** One path in one kernel. Arrays are indexed by a label's index in its path. */
export interface Linked {
  readonly path: AnyPath;
  readonly order: readonly Label[];
  /** Where a call enters: the first step that is not aside. */
  readonly first: Label;
  readonly body: readonly (AnyBody | undefined)[];
  readonly next: readonly Label[];
  readonly entry: readonly Label[];
  /** Who brought or last replaced the step: a commit's id, or undefined for the base. */
  readonly by: readonly (string | undefined)[];
  readonly title: readonly string[];
}

/** Changes that do not fit together, or not on this base. The message names both sides. */
export class ComposeError extends Error {}

/** A commit as composing sees it. */
export interface Applied {
  readonly id: string;
  readonly changes: readonly Change[];
}

export class Links {
  constructor(private readonly paths: ReadonlyMap<number, Linked>) {}
  of(path: AnyPath): Linked {
    const linked = this.paths.get(path.id);
    if (linked === undefined) throw new ComposeError(`this kernel has no path ${path.name}`);
    return linked;
  }
  all(): Iterable<Linked> {
    return this.paths.values();
  }
}

/** Steps that fall into each other. What stands aside is a block of its own, and falls back into the block it stands in. */
interface Block {
  readonly parent: Block | undefined;
}

/** One path while changes are applied to it. */
class Draft {
  readonly order: Label[];
  readonly body: (AnyBody | undefined)[] = [];
  readonly by: (string | undefined)[] = [];
  readonly title: string[] = [];
  readonly entry: Label[] = [];
  private readonly main: Block = { parent: undefined };
  private readonly block: Block[] = [];
  /** Which change replaced a step last: another replace must be seen through it. */
  readonly replacedBy = new Map<Label, { change: Change; id: string }>();

  constructor(readonly path: AnyPath) {
    this.order = [...path.order];
    for (const label of this.order) this.bring(label, undefined, this.main);
  }
  private bring(label: Label, id: string | undefined, block: Block): void {
    const i = indexOf(label);
    this.block[i] = block;
    this.body[i] = bodyDeclared(label);
    this.by[i] = id;
    this.title[i] = labelName(label);
    this.entry[i] = label;
  }
  apply(edit: Edit, change: Change, id: string): void {
    const i = this.order.indexOf(edit.at);
    const at = indexOf(edit.at);
    if (i < 0) {
      const present = this.order.map(labelName).join(', ');
      throw new ComposeError(`${id}: ${this.path.name} has no "${labelName(edit.at)}" in this kernel; it has ${present}`);
    }
    const inside = this.block[at];
    const block = edit.verb === 'aside' ? { parent: inside } : inside;
    for (const label of edit.labels) this.bring(label, id, block);
    switch (edit.verb) {
      case 'replace': {
        const earlier = this.replacedBy.get(edit.at);
        if (earlier !== undefined && !change.needs.includes(earlier.change))
          throw new ComposeError(
            `${id} and ${earlier.id} both replace ${this.path.name}.${labelName(edit.at)}: ` +
              `see the path through ${earlier.id} to say which comes last`,
          );
        this.replacedBy.set(edit.at, { change, id });
        this.body[at] = edit.body;
        this.by[at] = id;
        break;
      }
      case 'after':
        this.order.splice(i + 1, 0, ...edit.labels);
        break;
      case 'aside':
        // Above what earlier changes put before `at`: every way into `at` passes those, this one too.
        this.order.splice(this.order.indexOf(this.landing(edit.at)), 0, ...edit.labels);
        break;
      case 'before':
        this.order.splice(i, 0, ...edit.labels);
        if (this.entry[at] === edit.at) this.entry[at] = edit.labels[0];
        break;
      case 'remove': {
        const next = this.next(i);
        this.entry.forEach((label, j) => {
          if (label === edit.at && j !== at) this.entry[j] = next;
        });
        this.order.splice(i, 1);
        this.body[at] = undefined;
        break;
      }
      case 'rename':
        this.title[at] = edit.title as string;
        break;
    }
  }
  /** What the step at place i falls into: the next one of its own block or of one that this stands in. */
  private next(i: number): Label {
    const blocks = new Set<Block>();
    for (let b: Block | undefined = this.block[indexOf(this.order[i])]; b !== undefined; b = b.parent) blocks.add(b);
    return this.order.find((label, j) => j > i && blocks.has(this.block[indexOf(label)])) ?? done;
  }
  /** Where a goto lands: before what stands before it. */
  private landing(label: Label): Label {
    const before = this.entry[indexOf(label)];
    return before === label ? label : this.landing(before);
  }
  link(): Linked {
    const { path, order, body, by, title } = this;
    const next: Label[] = [];
    const entry: Label[] = [];
    order.forEach((label, i) => {
      next[indexOf(label)] = this.next(i);
      entry[indexOf(label)] = this.landing(label);
    });
    const first = order.find(label => this.block[indexOf(label)] === this.main);
    if (first === undefined) throw new ComposeError(`${path.name} has no step left`);
    const { go } = registered(path.id);
    for (const label of order) {
      for (const name of gotosOf(body[indexOf(label)] as AnyBody)) {
        const target = go[name];
        if (target !== undefined && body[indexOf(target)] !== undefined) continue;
        const fate = target === undefined ? 'no path has' : 'this kernel lacks';
        throw new ComposeError(`${by[indexOf(label)] ?? path.source}: ${path.name}.${labelName(label)} goes to "${name}", which ${fate}`);
      }
    }
    return { path, order, first, body, next, entry, by, title };
  }
}

/** Ties the base's paths and a kernel's commits together. */
export function compose(base: readonly AnyPath[], commits: readonly Applied[]): Links {
  const drafts = new Map(base.map(path => [path.id, new Draft(path)]));
  const applied = new Map<Change, string>();
  for (const { id, changes } of commits) {
    for (const change of changes) {
      const draft = drafts.get(change.pathId);
      const { path } = registered(change.pathId);
      if (draft === undefined) throw new ComposeError(`${id} changes ${path.name}, which this base lacks`);
      for (const need of change.needs)
        if (!applied.has(need)) throw new ComposeError(`${id} needs ${need.owner.id}, which this kernel lacks`);
      for (const edit of change.edits) draft.apply(edit, change, id);
      applied.set(change, id);
    }
  }
  const linked = new Map([...drafts].map(([id, draft]) => [id, draft.link()]));
  for (const { path, body } of linked.values())
    for (const b of body)
      if (b !== undefined && isCall(b))
        for (const callee of b.callees)
          if (!linked.has(callee.id)) throw new ComposeError(`${path.name} calls ${callee.name}, which this kernel lacks`);
  return new Links(linked);
}
