// A change: edits of one path's labelled steps, as one commit makes them. Composing applies changes in order.
// The labels an edit may name are in its type, so that a wrong one does not compile.
import { type AnyBody, type Body, intern, type Label, labelName, type Path, registered } from './path.js';

export type Verb = 'before' | 'after' | 'aside' | 'replace' | 'remove' | 'rename';

export interface Edit {
  readonly verb: Verb;
  readonly at: Label;
  /** The labels it brings (before, after, aside). */
  readonly labels: readonly Label[];
  /** What stands there now (replace). */
  readonly body?: AnyBody;
  /** What it is called now (rename). */
  readonly title?: string;
}

/** Edits of one path. Seen through `path`, later changes may name what this one brought, and then need it. */
export interface Change {
  readonly pathId: number;
  readonly edits: readonly Edit[];
  readonly needs: readonly Change[];
  /** The commit it belongs to, noted when the commit is made: an error names it. */
  readonly owner: { id: string };
}

/** Collects edits; L grows with each label brought and shrinks with each one removed. */
export class Editor<K, F, L extends string> {
  readonly edits: Edit[] = [];
  constructor(private readonly pathId: number) {}

  /** Every way into `at`, fall-through and goto, first passes the new steps. */
  before<const N extends string>(at: L, steps: { [X in N]: Body<K, F, L | NoInfer<N>> }): Editor<K, F, L | N> {
    return this.insert('before', at, steps);
  }
  /** Only what falls out of `at` passes the new steps; a goto to what follows does not. */
  after<const N extends string>(at: L, steps: { [X in N]: Body<K, F, L | NoInfer<N>> }): Editor<K, F, L | N> {
    return this.insert('after', at, steps);
  }
  /** Stands above `at` in the text and falls into it, but only a goto reaches it: an undo, an `out:`. */
  aside<const N extends string>(at: L, steps: { [X in N]: Body<K, F, L | NoInfer<N>> }): Editor<K, F, L | N> {
    return this.insert('aside', at, steps);
  }
  /** The same label, another body. */
  replace(at: L, body: Body<K, F, L>): this {
    this.edits.push({ verb: 'replace', at: this.label(at), labels: [], body: body as AnyBody });
    return this;
  }
  /** What fell into `at` falls into what follows it; a goto that still names it is an error when composing. */
  remove<X extends L>(at: X): Editor<K, F, Exclude<L, X>> {
    this.edits.push({ verb: 'remove', at: this.label(at), labels: [] });
    return this as unknown as Editor<K, F, Exclude<L, X>>;
  }
  /** Display only: later kernels call it otherwise. The label keeps its first name in the code. */
  rename(at: L, title: string): this {
    this.edits.push({ verb: 'rename', at: this.label(at), labels: [], title });
    return this;
  }

  private label(name: string): Label {
    const { go, path } = registered(this.pathId);
    if (!Object.hasOwn(go, name)) throw new Error(`${path.name} has no label "${name}"; it has ${Object.keys(go).join(', ')}`);
    return go[name];
  }
  private insert<N extends string>(verb: Verb, at: string, steps: object): Editor<K, F, L | N> {
    const where = this.label(at);
    if (Object.keys(steps).length === 0) throw new Error(`${registered(this.pathId).path.name}: ${verb} "${at}" brings no step`);
    const labels = Object.entries(steps).map(([name, body]) => intern(this.pathId, name, body as AnyBody));
    this.edits.push({ verb, at: where, labels });
    return this as unknown as Editor<K, F, L | N>;
  }
}

/** `change(try_to_unmap_one, edit => edit.before('…', { … }))`. The result's `path` is the path as this change leaves it. */
export function change<K, F, L extends string, L2 extends string>(
  path: Path<K, F, L>,
  edit: (editor: Editor<K, F, L>) => Editor<K, F, L2>,
): Change & { readonly path: Path<K, F, L2> } {
  const editor = new Editor<K, F, L>(path.id);
  edit(editor);
  const needs = path.needs as readonly Change[];
  const self = {
    pathId: path.id,
    edits: editor.edits,
    needs,
    owner: { id: `the change of ${path.name} that brings ${broughtBy(editor.edits)}` },
    path: undefined as unknown as Path<K, F, L2>,
  };
  self.path = { ...(path as unknown as Path<K, F, L2>), needs: [...needs, self] };
  return self;
}

/** The labels that edits bring, or touch if they bring none. */
const broughtBy = (edits: readonly Edit[]): string => {
  const brought = edits.flatMap(edit => edit.labels);
  return (brought.length > 0 ? brought : edits.map(edit => edit.at)).map(labelName).join(', ');
};
