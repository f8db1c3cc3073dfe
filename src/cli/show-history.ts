// Commits, proposals, kernels and properties, shown: what they say, what they edit, who has them.
import { COMMITS, type Commit, KERNELS, PROPOSALS } from '../history/index.js';
import { declaredPaths, type Edit, labelName } from '../machine/index.js';
import { PROPERTIES } from '../model/index.js';
import { fill, type Style, tableLines } from '../report/index.js';
import { shippedScenarios } from './home.js';
import { rangesText } from './verdict.js';

export interface Shown {
  readonly data: unknown;
  readonly lines: (style: Style) => readonly string[];
}

const names = KERNELS.map(({ name }) => name);

/** By its id, or the first digits of one. */
function commitFor(word: string): Commit | undefined {
  const all = [...new Set([...COMMITS, ...PROPOSALS])];
  const begins = /^[0-9a-f]{6,}$/.test(word) ? all.filter(({ id }) => word.startsWith(id) || id.startsWith(word)) : [];
  return all.find(({ id }) => id === word) ?? (begins.length === 1 ? begins[0] : undefined);
}

export function showCommit(word: string): Shown | undefined {
  const commit = commitFor(word);
  if (commit === undefined) return undefined;
  const { id, subject, since, series, says, device } = commit;
  const edits = editsOf(commit);
  const kernels = KERNELS.filter(({ commits }) => commits.includes(commit)).map(({ name }) => name);
  return {
    data: { kind: 'commit', id, subject, since, series: series ?? null, says, device: device ?? null, edits, kernels },
    lines: style => [
      ...fill(`${id} ${subject}`, style.columns, '', '  ').map(style.paint.bold),
      ...facts([
        ['since', since === '-' ? 'never merged' : since],
        ['series', series],
        ['device', device],
        ['kernels', kernels.length === 0 ? 'none' : rangesText(names, kernels)],
      ]),
      '',
      ...fill(says, style.columns),
      '',
      ...(edits.length === 0
        ? ['It edits no path.']
        : tableLines(
            [{ title: 'edit' }, { title: 'at' }, { title: 'brings', shrinks: true }],
            edits.map(({ verb, at, brings }) => [verb, at, brings.join(', ')]),
            style,
          )),
    ],
  };
}

export interface EditShown {
  readonly verb: string;
  /** `path.label`. */
  readonly at: string;
  readonly brings: readonly string[];
}

function editsOf({ changes }: Commit): EditShown[] {
  return changes.flatMap(({ pathId, edits }) => {
    const path = declaredPaths().find(({ id }) => id === pathId)?.name ?? '?';
    return edits.map(edit => ({ verb: edit.verb, at: `${path}.${labelName(edit.at)}`, brings: broughtBy(edit) }));
  });
}

const broughtBy = ({ labels, title }: Edit): string[] => (title === undefined ? labels.map(labelName) : [title]);

export function showKernel(word: string): Shown | undefined {
  const kernel = KERNELS.find(({ name }) => name === word);
  if (kernel === undefined) return undefined;
  const commits = kernel.commits.map(({ id, since, series, subject }) => ({ id, since, series: series ?? null, subject }));
  const rows = commits.map(({ id, since, subject }) => [id, since, subject]);
  return {
    data: { kind: 'kernel', name: kernel.name, says: kernel.says, commits },
    lines: style => [
      style.paint.bold(`${kernel.name}: ${kernel.says}`),
      ...(rows.length === 0
        ? ['the base: no commits on top']
        : tableLines([{ title: 'commit' }, { title: 'since' }, { title: 'subject', shrinks: true }], rows, style)),
    ],
  };
}

export function showProperty(word: string): Shown | undefined {
  const property = PROPERTIES.find(({ name }) => name === word);
  if (property === undefined) return undefined;
  const { name, kind, always, says, when } = property;
  return {
    data: { kind: 'property', name, property: kind, always, says, when },
    lines: style => [
      style.paint.bold(`${name} (${kind})`),
      ...fill(says, style.columns),
      ...facts([
        ['asked', `when ${when}`],
        ['watched', always ? 'in every scenario' : 'where a scenario lists it'],
      ]),
    ],
  };
}

const facts = (rows: readonly (readonly [string, string | undefined])[]): string[] =>
  rows.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(9)} ${value}`]));

/** Everything that can be named, for the nearest match. */
export function knownNames(): string[] {
  const commits = [...COMMITS, ...PROPOSALS].map(({ id }) => id);
  const paths = declaredPaths().map(({ name }) => name);
  return [...new Set([...shippedScenarios().keys(), ...names, ...commits, ...PROPERTIES.map(({ name }) => name), ...paths])];
}
