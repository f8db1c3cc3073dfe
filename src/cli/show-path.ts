// A path, shown as one kernel has it: a line a label, how it is left, and the commit that brought it.
import { type Composed, commitNamed, composed, KERNELS } from '../history/index.js';
import { gotosOf, indexOf, isCall, isLocal, type Label, type Linked, labelName } from '../machine/index.js';
import { type Cell, fill, type Style, tableLines } from '../report/index.js';
import type { Shown } from './show-history.js';

type AnyBody = Parameters<typeof gotosOf>[0];

/** Names that a path has in later kernels, or under which it is entered. Its own name is that of v5.8. */
const otherNames: Readonly<Record<string, string>> = {
  shrink_folio_list: 'shrink_page_list',
  gup_fast_fallback: 'internal_get_user_pages_fast',
  pin_user_pages_fast: 'internal_get_user_pages_fast',
  get_user_pages_fast: 'internal_get_user_pages_fast',
};

/** One label as it stands in one kernel. */
interface LabelShown {
  readonly kind: 'step' | 'call' | 'local' | 'aside';
  /** As this kernel calls it. */
  readonly title: string;
  /** As the code calls it, for ever. */
  readonly label: string;
  readonly gotos: readonly string[];
  readonly calls: readonly string[];
  /** A commit, or undefined for the base. */
  readonly by: string | undefined;
}

/** A path by name, `PATH.LABEL`, or a label that stands in one or more paths. */
export function showPath(word: string, kernel: Composed): Shown | undefined {
  const [first, label] = word.split('.') as [string, string?];
  const linked = pathNamed(first, kernel);
  if (linked !== undefined && (label === undefined || has(linked, label))) return onePath(linked, kernel, label);
  if (label !== undefined) return undefined;
  const places = [...kernel.links.all()].filter(path => has(path, word));
  if (places.length === 1) return onePath(places[0], kernel, word);
  return places.length > 1 ? manyPaths(word, places, kernel) : elsewhere(word);
}

function pathNamed(name: string, { links }: Composed): Linked | undefined {
  return [...links.all()].find(({ path }) => path.name === (otherNames[name] ?? name));
}

const has = (linked: Linked, word: string): boolean => linked.order.some(label => isNamed(linked, label, word));
const isNamed = (linked: Linked, label: Label, word: string): boolean => labelName(label) === word || linked.title[indexOf(label)] === word;

/** A label that other kernels have. */
function elsewhere(word: string): Shown | undefined {
  const found = KERNELS.filter(kernel => [...composed(kernel).links.all()].some(path => has(path, word))).map(({ name }) => name);
  if (found.length === 0) return undefined;
  return {
    data: { kind: 'labels', label: word, kernels: found, paths: [] },
    lines: ({ columns }) => fill(`"${word}" is not in this kernel; use --kernel with one of ${found.join(', ')}`, columns),
  };
}

function manyPaths(word: string, places: readonly Linked[], { name }: Composed): Shown {
  const paths = places.map(({ path }) => path.name);
  return {
    data: { kind: 'labels', label: word, kernels: [name], paths },
    lines: () => [`"${word}" stands in ${paths.length} paths; show one of them:`, ...paths.map(path => `  ${path}.${word}`)],
  };
}

function onePath(linked: Linked, { name }: Composed, wanted: string | undefined): Shown {
  const { path } = linked;
  const labels = labelsOf(linked);
  const commits = [...new Set(labels.flatMap(({ by }) => by ?? []))].map(id => ({ id, subject: commitNamed(id)?.subject ?? '' }));
  const base = path.source.split('@')[1];
  const isWanted = ({ label, title }: LabelShown) => wanted !== undefined && (label === wanted || title === wanted);
  const row = (shown: LabelShown): Cell[] => {
    const calls = shown.calls.filter(callee => callee !== shown.label).map(callee => `=> ${callee}`);
    const ways = [...calls, ...(shown.gotos.length > 0 ? [`-> ${shown.gotos.join(', ')}`] : [])];
    const text = [...(isWanted(shown) ? ['*'] : []), shown.title, ...ways].join(' ');
    const cell: Cell = isWanted(shown) ? { text, paint: 'bold' } : text;
    return [shown.kind, cell, shown.by ?? { text: base, paint: 'dim' }];
  };
  const titles = [{ title: 'kind' }, { title: 'label -> gotos, => calls', shrinks: true }, { title: 'by' }];
  return {
    data: {
      kind: 'path',
      name: path.name,
      kernel: name,
      source: path.source,
      labels: labels.map(label => ({ ...label, by: label.by ?? null })),
      commits,
    },
    lines: (style: Style) => [
      ...fill(`${path.name} on ${name}: ${path.source}`, style.columns, '', '  ').map(style.paint.bold),
      '',
      ...tableLines(titles, labels.map(row), style),
      ...(commits.length === 0 ? [] : ['', ...commits.flatMap(({ id, subject }) => fill(`${id} ${subject}`, style.columns, '', '  '))]),
    ],
  };
}

function labelsOf(linked: Linked): LabelShown[] {
  const main = fallThrough(linked);
  const titleOf = new Map(linked.order.map(label => [labelName(label), linked.title[indexOf(label)]]));
  return linked.order.map(label => {
    const body = linked.body[indexOf(label)] as AnyBody;
    const kind = !main.has(label) ? 'aside' : isCall(body) ? 'call' : isLocal(body) ? 'local' : 'step';
    return {
      kind,
      title: linked.title[indexOf(label)],
      label: labelName(label),
      gotos: [...gotosOf(body).map(name => titleOf.get(name) ?? name), ...(mayEnd(body) ? ['done'] : [])],
      calls: isCall(body) ? body.callees.map(callee => callee.name) : [],
      by: linked.by[indexOf(label)],
    };
  });
}

/** Whether a body can end the path, read from its text as its gotos are. */
const mayEnd = (body: AnyBody): boolean => !isCall(body) && /\bdone\b/.test(String(isLocal(body) ? body.local : body));

/** What is reached by falling through from the entry; the rest stands aside, reached by goto only. */
function fallThrough({ first, next }: Linked): ReadonlySet<Label> {
  const main = new Set<Label>();
  for (let label = first; label >= 0 && !main.has(label); label = next[indexOf(label)]) main.add(label);
  return main;
}
