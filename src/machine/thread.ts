// A thread's program: what it runs, as items, and the nodes they expand to.
// A call site gets nodes of its own for the callee's steps, so one small number says where a thread is and who called whom.
import type { Linked, Links } from './compose.js';
import type { Layout } from './layout.js';
import { type AnyBody, type AnyPath, type Call, type Go, indexOf, isCall, isLocal, type Label, registered, type Step } from './path.js';
import { type Handle, maskOf, masksOf } from './record.js';

/** A path that a thread runs as one of its operations. */
// biome-ignore lint/suspicious/noExplicitAny: operations of all shared states share one list
export interface Run<K = any> {
  readonly kind: 'run';
  readonly title: string;
  readonly path: AnyPath;
  // biome-ignore lint/suspicious/noExplicitAny: the path says which frame it is
  readonly args: (me: any) => void;
  /** Called when the path is done, inside the same transition, with its frame still filled. */
  // biome-ignore lint/suspicious/noExplicitAny: the path says which frame it is
  readonly got?: (k: K, me: any) => void;
}

/** One thing a thread does, in order. Targets are indices into the thread's items; items.length is its end. */
// biome-ignore lint/suspicious/noExplicitAny: items of all shared states and frames share one list
export type Item<K = any> =
  | Run<K>
  /** Something that is done or noted in one transition, by the scenario's own hand. */
  | { readonly kind: 'do'; readonly title: string; readonly act: (k: K) => void }
  | { readonly kind: 'until'; readonly title: string; readonly ready: (k: K) => boolean }
  | { readonly kind: 'either'; readonly title: string; readonly targets: readonly number[] }
  | { readonly kind: 'jump'; readonly to: number };

export interface ThreadSpec {
  readonly name: string;
  readonly items: readonly Item[];
  /** Never ends and is not waited for: I/O completion, per-CPU drains. */
  readonly background?: boolean;
  /** Bits that locals of this name need in this thread's frames, where that is known to be fewer than declared. */
  readonly narrowed?: Readonly<Record<string, number>>;
}

export enum Kind {
  step,
  call,
  local,
  back,
  start,
  jump,
  end,
}

// biome-ignore lint/suspicious/noExplicitAny: one class for the steps of all paths
export type AnyStep = Step<any, any, string>;

/** A place in a thread's program. Plain fields, one class: the explorer lives on these loads. */
export class Node {
  next!: Node;
  /** Where `done` leads: the end of this path. */
  back!: Node;
  /** Where gotos land, by the label's index in its path. */
  land: Node[] = NOWHERE;
  /** Times it was reached and tried: coverage, and the set of labels a verdict rests on. */
  tried = 0;
  step: AnyStep | null = null;
  body: AnyBody | null = null;
  /** The frames of a call's callees, in the callees' order; of a start, one. */
  into: Context[] = [];
  /** Which of the thread's items this belongs to. */
  item = -1;
  run: Run | null = null;
  constructor(
    public id: number,
    readonly kind: Kind,
    readonly label: Label,
    readonly context: Context,
    readonly me: Handle,
    readonly go: Go<string>,
  ) {}
}
const NOWHERE: Node[] = [];

/** One place in the call tree: a path, who called it, and where its frame stands. */
export class Context {
  readonly nodes: Node[] = [];
  first!: Node;
  /** Stands for the path's end: copies results out and leaves. */
  back!: Node;
  constructor(
    readonly linked: Linked | null,
    readonly caller: Context | null,
    readonly me: Handle,
    readonly words: number,
  ) {}
}

/** The expanded program of one thread. Node 0 is its end. */
export class Thread {
  readonly nodes: Node[] = [];
  readonly starts: Node[] = [];
  /** The word that says which node is next. */
  pc = 0;
  private readonly u: Int32Array;
  private readonly root: Context;
  /** The bits that each word of the frames may have set, over all paths that put a frame there. */
  private readonly frameMasks: number[] = [];
  private base = 0;

  constructor(
    readonly index: number,
    readonly spec: ThreadSpec,
    private readonly links: Links,
    u: Int32Array,
    layout: Layout,
  ) {
    this.u = u;
    this.root = new Context(null, null, { u, at: 0 }, 0);
    this.pc = layout.words;
    this.base = this.pc + 1;
    this.build();
    const stops = this.number();
    layout.region([maskOf(32 - Math.clz32(stops - 1)), ...this.frameMasks]);
  }

  /** Nodes at which a thread can stand between transitions get the smallest numbers, so that a pc needs few bits. Gives how many. */
  private number(): number {
    const stands = (node: Node): boolean => node.step !== null || node.kind === Kind.end;
    const stops = this.nodes.filter(stands);
    const nodes = [...stops, ...this.nodes.filter(node => !stands(node))];
    nodes.forEach((node, id) => {
      node.id = id;
      this.nodes[id] = node;
    });
    return stops.length;
  }

  private node(kind: Kind, label: Label, context: Context, me: Handle, go: Go<string>): Node {
    const node = new Node(this.nodes.length, kind, label, context, me, go);
    this.nodes.push(node);
    return node;
  }

  private build(): void {
    const none = {} as Go<string>;
    const end = this.node(Kind.end, -1 as Label, this.root, this.root.me, none);
    end.next = end;
    const { items } = this.spec;
    for (const item of items) {
      const kind = item.kind === 'run' ? Kind.start : item.kind === 'jump' ? Kind.jump : Kind.step;
      const node = this.node(kind, -1 as Label, this.root, this.root.me, none);
      node.item = this.starts.push(node) - 1;
    }
    const target = (i: number): Node => {
      if (i < 0 || i > items.length) throw new Error(`${this.spec.name}: item ${i} of ${items.length} does not exist`);
      return i === items.length ? end : this.starts[i];
    };
    items.forEach((item, i) => {
      const node = this.starts[i];
      node.next = target(i + 1);
      if (item.kind === 'jump') node.next = target(item.to);
      if (item.kind === 'do') node.step = k => item.act(k);
      if (item.kind === 'until') node.step = k => (item.ready(k) ? undefined : (-1 as Label));
      if (item.kind === 'either') {
        node.land = item.targets.map(target);
        node.step = k => k.choose(item.targets.length) as Label;
      }
      if (item.kind === 'run') {
        const context = this.expand(item.path, null, 0, [], i);
        context.back.next = node.next;
        context.back.run = item;
        node.run = item;
        node.into = [context];
      }
    });
  }

  /** Lays out a path at a place in the call tree, and everything it calls. */
  private expand(path: AnyPath, caller: Context | null, depthWords: number, chain: string[], item: number): Context {
    if (chain.includes(path.name)) throw new Error(`${path.name} calls itself: ${[...chain, path.name].join(' → ')}`);
    const linked = this.links.of(path);
    masksOf(path.frame, this.spec.narrowed).forEach((mask, w) => {
      this.frameMasks[depthWords + w] |= mask;
    });
    const me = path.frame.handle(this.u, this.base + depthWords);
    const context = new Context(linked, caller, me, path.frame.words);
    const go = registered(path.id).go;
    const back = this.node(Kind.back, -1 as Label, context, me, go);
    back.item = item;
    context.back = back;
    const land: Node[] = [];
    for (const label of linked.order) {
      const body = linked.body[indexOf(label)] as AnyBody;
      const kind = isCall(body) ? Kind.call : isLocal(body) ? Kind.local : Kind.step;
      const node = this.node(kind, label, context, me, go);
      node.body = body;
      node.item = item;
      node.back = back;
      node.land = land;
      if (kind === Kind.step) node.step = body as AnyStep;
      context.nodes[indexOf(label)] = node;
    }
    const at = (label: Label): Node => (label < 0 ? back : context.nodes[indexOf(label)]);
    for (const label of linked.order) {
      const node = context.nodes[indexOf(label)];
      node.next = at(linked.next[indexOf(label)]);
      land[indexOf(label)] = at(linked.entry[indexOf(label)]);
      if (isCall(node.body as AnyBody))
        node.into = (node.body as Call<unknown>).callees.map(callee => {
          const inner = this.expand(callee, context, depthWords + path.frame.words, [...chain, path.name], item);
          inner.back.next = node;
          return inner;
        });
    }
    context.first = at(linked.first);
    return context;
  }
}
