// A path: a kernel function as labelled steps. A label is one number for ever, the same in every kernel, and it is the pc.
// A step is what no other thread can see half done; calls and locals see no shared state and run inside the step before them.
import type { Fields, Of, RecordType } from './record.js';

declare const brand: unique symbol;

/** (path id << 8) | index in the path. Interned once, when the path or the commit that brings it is declared. */
export type Label = number & { readonly [brand]: 'label' };

/** Blocked: the step has changed nothing and is tried again later. */
export const wait = -1 as Label;
/** The path is over. */
export const done = -2 as Label;

/** The labels a step may go to. `go.keep_locked` with a wrong name does not compile. */
export type Go<L extends string> = { readonly [K in L]: Label };

// biome-ignore lint/suspicious/noConfusingVoidType: a step that falls through returns nothing
type Next = Label | void;

/** k: the shared state; me: the thread's frame. Falls through, goes, waits or is done. */
export type Step<K, F, L extends string> = (k: K, me: F, go: Go<L>) => Next;

/** A call copies locals in, runs the callee, and copies locals out. It is not given k. */
export interface Call<F> {
  readonly callees: readonly AnyPath[];
  /** Which callee; -1 calls nobody. */
  readonly pick: (me: F) => number;
  readonly args: (me: F, to: never) => void;
  readonly got: (me: F, from: never) => void;
}

/** A decision on locals alone. It is not given k, so nobody can see when it runs. */
export interface Local<F, L extends string> {
  local(me: F, go: Go<L>): Next;
}

export type Body<K, F, L extends string> = Step<K, F, L> | Call<F> | Local<F, L>;
// biome-ignore lint/suspicious/noExplicitAny: bodies of all paths share one table
export type AnyBody = Body<any, any, any>;

export interface Path<K, F, L extends string> {
  readonly id: number;
  /** The kernel function: `try_to_unmap_one`. */
  readonly name: string;
  /** Where it was read: `mm/rmap.c:try_to_unmap_one() @v5.8`. */
  readonly source: string;
  readonly frame: RecordType;
  /** The labels as first declared, in text order. */
  readonly order: readonly Label[];
  /** What must be applied before a label of this view exists: the changes through which the path is seen. */
  readonly needs: readonly unknown[];
  // Carried for the types only.
  readonly types?: { readonly k: K; readonly f: F; readonly l: L };
}
// biome-ignore lint/suspicious/noExplicitAny: a path whose types are not needed here
export type AnyPath = Path<any, any, any>;

/** The handle type of a frame record. */
export type FrameOf<R> = R extends RecordType<infer F> ? Of<F> : never;

interface Registered {
  path: AnyPath;
  readonly go: Record<string, Label>;
  readonly names: string[];
  readonly bodies: AnyBody[];
}

const registry: Registered[] = [];
const idOfName = new Map<string, number>();

const INDEX_BITS = 8;
const INDEX_MASK = (1 << INDEX_BITS) - 1;

export const pathIdOf = (label: Label): number => label >> INDEX_BITS;
/** A label's index inside its path. */
export const indexOf = (label: Label): number => label & INDEX_MASK;
export const registered = (id: number): Readonly<Registered> => registry[id];
export const labelName = (label: Label): string => registry[pathIdOf(label)].names[indexOf(label)];
export const bodyDeclared = (label: Label): AnyBody => registry[pathIdOf(label)].bodies[indexOf(label)];
/** Every path ever declared, in order of declaration. */
export const declaredPaths = (): readonly AnyPath[] => registry.map(r => r.path);

/** Gives a name in a path its number. */
export function intern(path: number, name: string, body: AnyBody): Label {
  const { go, names, bodies, path: owner } = registry[path];
  if (Object.hasOwn(go, name)) throw new Error(`${owner.name} has a label "${name}" already: choose another name`);
  const index = names.push(name) - 1;
  if (index > INDEX_MASK) throw new Error(`${owner.name} has more than ${INDEX_MASK + 1} labels`);
  bodies[index] = body;
  const label = ((path << INDEX_BITS) | index) as Label;
  go[name] = label;
  return label;
}

const SOURCE = /^(\S+):(\w+)\(\) @(\S+)$/;

/** The part before the parentheses: which kernel function a source line names. */
function functionNamed(source: string): string {
  const match = SOURCE.exec(source);
  if (match === null) throw new Error(`path source "${source}": expected "file.c:function() @version"`);
  return match[2];
}

/** The constructor of paths over one kind of shared state. Bodies come second, so that their label names are inferred. */
export const world =
  <K>() =>
  <R extends RecordType<Fields>>(source: string, frame: R) =>
  <const L extends string>(steps: { [X in L]: Body<K, FrameOf<R>, NoInfer<L>> }): Path<K, FrameOf<R>, L> => {
    const name = functionNamed(source);
    if (idOfName.has(name)) throw new Error(`a path "${name}" is declared already`);
    const id = registry.length;
    idOfName.set(name, id);
    const path = { id, name, source, frame: frame as unknown as RecordType, order: [] as Label[], needs: [] };
    registry.push({ path, go: {}, names: [], bodies: [] });
    path.order = Object.entries(steps).map(([label, body]) => intern(id, label, body as AnyBody));
    return path;
  };

/**
 * A call from a frame: `calls(Shrink)(try_to_unmap, (me, to) => { to.folio = me.folio; }, (me, got) => { me.unmapped = got.ok; })`.
 * Several callees that share a frame type (the clients of a notifier) are picked by a local.
 */
export const calls =
  <R extends RecordType<Fields>>(_frame: R) =>
  <T>(
    // biome-ignore lint/suspicious/noExplicitAny: only the callee's frame type matters to a caller
    callee: Path<any, T, any> | readonly Path<any, T, any>[],
    args: (me: FrameOf<R>, to: T) => void,
    got: (me: FrameOf<R>, from: T) => void = nothing,
    pick: (me: FrameOf<R>) => number = first,
  ): Call<FrameOf<R>> =>
    ({ callees: (Array.isArray(callee) ? callee : [callee]) as readonly AnyPath[], args, got, pick }) as Call<FrameOf<R>>;

const nothing = (): void => {};
const first = (): number => 0;

export const isCall = (body: AnyBody): body is Call<unknown> => typeof body === 'object' && 'callees' in body;
export const isLocal = (body: AnyBody): body is Local<unknown, string> => typeof body === 'object' && 'local' in body;

const GOTO = /\bgo\.(\w+)/g;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/** A step that waits for user space, as a scenario's own `wait until` does: nobody is stuck who stands there for ever. */
export const asleep = <K, F, L extends string>(step: Step<K, F, L>): Step<K, F, L> => Object.assign(step, { asleep: true });
export const isAsleep = (body: AnyBody | null): boolean => typeof body === 'function' && 'asleep' in body;
/** Bodies that were read: each is composed into many kernels. */
const gotosRead = new WeakMap<object, readonly string[]>();

/** The label names that a body can go to, read from its text: composing uses them to refuse a goto into nowhere. */
export function gotosOf(body: AnyBody): readonly string[] {
  if (isCall(body)) return [];
  let gotos = gotosRead.get(body);
  if (gotos === undefined) {
    const text = String(isLocal(body) ? body.local : body).replace(COMMENT, '');
    gotos = [...new Set([...text.matchAll(GOTO)].map(match => match[1]))];
    gotosRead.set(body, gotos);
  }
  return gotos;
}
