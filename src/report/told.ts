// A told trace: numbered lines of who did what in which kernel function, with only the fields that changed, `old -> new`.
// Lines in which nothing changed are folded into their neighbour; labels that neither changed anything nor went elsewhere are left out.
import type { FieldChange } from '../machine/index.js';
import type { Style } from './colour.js';
import { fill, tied } from './wrap.js';

/** One transition of a trace. */
export interface Step {
  readonly actor: string;
  /** The operation the actor is in, as the scenario wrote it. */
  readonly operation: string;
  /** The kernel function; '' for the scenario's own items. */
  readonly path: string;
  readonly source: string;
  readonly label: string;
  /** Where it went, if that is not simply the next label. */
  readonly goto?: string;
  /** The commit that brought or replaced the label. */
  readonly by?: string;
  /** Grows when another thread moves or the path changes. */
  readonly line: number;
  readonly changes: readonly FieldChange[];
}

/** How fields are called: whoever knows the model passes it in. */
export interface FieldWords {
  /** False for bookkeeping that no kernel has. */
  shows(change: FieldChange): boolean;
  /** A phrase for each thing that changed. Asked in the order of the trace. */
  say(changes: readonly FieldChange[]): readonly string[];
}

/** One line of a told trace. */
export interface Told {
  readonly actor: string;
  readonly operation: string;
  readonly path: string;
  readonly source: string;
  /** Commits whose steps were taken. */
  readonly by: readonly string[];
  /** Paths passed on the way, in which nothing changed. */
  readonly through: readonly string[];
  /** Those that changed something or went elsewhere (`LABEL goto LABEL`), and the last one of the trace. */
  readonly labels: readonly string[];
  readonly changes: readonly FieldChange[];
  /** Of the last line of a block that comes again: how many lines it has, and how often they follow again. */
  readonly again?: { readonly lines: number; readonly times: number };
}

/**
 * Steps as told lines. The last line is where the property was seen: it is never folded. With `turns`, a line is quiet only if nothing
 * went elsewhere in it either: where all changes come back, or nothing is achieved, the turns are the story.
 */
export function toldOf(steps: readonly Step[], shows: (change: FieldChange) => boolean, turns = false): Told[] {
  const runs: Step[][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run?.[0].line === step.line) run.push(step);
    else runs.push([step]);
  }
  const lines = runs.map((run, i) => lineOf(run, i === runs.length - 1, shows));
  return once(folded(lines, ({ changes, labels }) => changes.length === 0 && !(turns && labels.some(label => label.includes(' goto ')))));
}

function lineOf(run: readonly Step[], last: boolean, shows: (change: FieldChange) => boolean): Told {
  const [{ actor, operation, path, source }] = run;
  const tells = (step: Step, i: number): boolean => step.goto !== undefined || step.changes.some(shows) || (last && i === run.length - 1);
  const telling = run.filter(tells);
  const labels = (telling.length > 0 ? telling : run.slice(-1)).map(({ label, goto }) =>
    goto === undefined ? label : `${label} goto ${goto}`,
  );
  const by = [...new Set(run.flatMap(step => step.by ?? []))];
  return { actor, operation, path, source, by, through: [], labels, changes: merged(run.flatMap(step => step.changes)).filter(shows) };
}

/** One change a field, from its first value to its last; one that came back is none. */
function merged(all: readonly FieldChange[]): FieldChange[] {
  const changes = new Map<string, FieldChange>();
  for (const change of all) {
    const key = `${change.record}.${change.field}`;
    const earlier = changes.get(key);
    changes.set(key, earlier === undefined ? change : { ...change, old: earlier.old });
  }
  return [...changes.values()].filter(change => change.old !== change.new);
}

/**
 * A quiet line goes into the next line of its actor, or into the one before; one between two other actors stays.
 * What goes on in the same path behind it goes on in the same line.
 */
function folded(lines: readonly Told[], isQuiet: (line: Told) => boolean): Told[] {
  const out: Told[] = [];
  let quiet: Told[] = [];
  const passed = (): string[] => quiet.map(({ path }) => path).filter(path => path !== '');
  const settle = (): void => {
    const before = out.at(-1);
    if (quiet.length > 0 && before?.actor === quiet[0].actor) out[out.length - 1] = joined(before, { through: passed() });
    else out.push(...quiet);
    quiet = [];
  };
  lines.forEach((line, i) => {
    if (quiet.length > 0 && quiet[0].actor !== line.actor) settle();
    if (isQuiet(line) && i < lines.length - 1) {
      quiet.push(line);
      return;
    }
    const before = out.at(-1);
    const through = passed();
    const goesOn = quiet.length > 0 && before?.actor === line.actor && before.path === line.path && before.operation === line.operation;
    if (before !== undefined && goesOn) out[out.length - 1] = joined(before, { ...line, through });
    else out.push(joined({ ...line, through: [] }, { through }));
    quiet = [];
  });
  return out;
}

/** Lines of a block that may come again, and how often it has to before that is shorter to say. */
const BLOCK_MAX = 8;
const AGAIN_MIN = 2;

/** A block of lines that comes again and again is told once. The last line stands for itself: what is shown is seen there. */
function once(lines: readonly Told[]): Told[] {
  const keys = lines.slice(0, -1).map(line => JSON.stringify(line));
  const out: Told[] = [];
  for (let at = 0; at < lines.length; ) {
    const { size, times } = againAt(keys, at);
    out.push(...lines.slice(at, at + size));
    if (times > 0) out[out.length - 1] = { ...lines[at + size - 1], again: { lines: size, times } };
    at += size * (times + 1);
  }
  return out;
}

/** The block at a place that saves most lines by being told once; a single line that does not come again, if there is none. */
function againAt(keys: readonly string[], at: number): { size: number; times: number } {
  let best = { size: 1, times: 0 };
  for (let size = 1; size <= BLOCK_MAX; size++) {
    let times = 0;
    const same = (i: number): boolean => keys[at + i] !== undefined && keys[at + i] === keys[at + size * (times + 1) + i];
    while (Array.from({ length: size }, (_, i) => i).every(same)) times++;
    if (times >= AGAIN_MIN && size * times > best.size * best.times) best = { size, times };
  }
  return best;
}

/** One line with what follows it. */
function joined(line: Told, more: Partial<Told>): Told {
  const distinct = (...texts: readonly string[]): string[] => [...new Set(texts)];
  return {
    ...line,
    by: distinct(...line.by, ...(more.by ?? [])),
    through: distinct(...line.through, ...(more.through ?? [])).filter(path => path !== line.path),
    labels: [...line.labels, ...(more.labels ?? [])],
    changes: merged([...line.changes, ...(more.changes ?? [])]),
  };
}

/** The lines as text. */
export function toldLines(told: readonly Told[], words: FieldWords, { paint, columns }: Style): string[] {
  const number = `#${told.length}`.length;
  const actors = Math.max(...told.map(({ actor }) => actor.length));
  const indent = ' '.repeat(number + actors + 4);
  const doing = new Map<string, string>();
  return told.flatMap((line, i) => {
    const { actor, operation, path, source, by, through, labels, changes, again } = line;
    const head = `${`#${i + 1}`.padEnd(number)}  ${actor.padEnd(actors)}  `;
    const action = path === '' ? operation : `${path}: ${labels.join(', ')}`;
    const [first, ...more] = fill(action, columns, head, `${indent}  `);
    const began = path !== '' && doing.get(actor) !== operation ? [operation] : [];
    doing.set(actor, operation);
    const place = source === '' ? [] : [[tied(placeIn(source, columns - indent.length)), ...by].join(' + ')];
    const passed = through.length === 0 ? [] : [`through ${through.join(', ')}`];
    const about = [...began, ...place, ...passed].join('; ');
    return [
      paint.bold(first.slice(0, head.length)) + first.slice(head.length),
      ...more,
      ...(about === '' ? [] : fill(about, columns, indent).map(paint.dim)),
      ...words.say(changes).flatMap(phrase => fill(together(phrase), columns, indent, `${indent}  `)),
      ...(again === undefined ? [] : [`${indent}${againText(i, again)}`]),
    ];
  });
}

/** Line i ends a block that comes again. */
function againText(i: number, { lines, times }: { readonly lines: number; readonly times: number }): string {
  return `and ${lines === 1 ? 'the same' : `#${i + 2 - lines} to #${i + 1}`} again, ${times} times`;
}

/** `FILE:FUNCTION() @VERSION`, or without the function, which stands above, where that is too long. */
const placeIn = (source: string, columns: number): string => (source.length < columns ? source : source.replace(/:\w+\(\)/, ''));

/** `swapcache 0 -> 1` is read at one glance. */
const together = (phrase: string): string => phrase.split(', ').map(tied).join(', ');

/** Every transition by itself, with every field as the model has it. */
export function fullLines(steps: readonly Step[], { paint, columns }: Style): string[] {
  const number = `${steps.length}`.length;
  const actors = Math.max(...steps.map(({ actor }) => actor.length));
  const indent = ' '.repeat(number + actors + 4);
  return steps.flatMap(({ actor, operation, path, label, goto, by, changes }, i) => {
    const head = `${`${i + 1}`.padStart(number)}  ${actor.padEnd(actors)}  `;
    const action = path === '' ? operation : `${path}.${label}`;
    const notes = [...(goto === undefined ? [] : [`goto ${goto}`]), ...(by === undefined ? [] : [`(${by})`])];
    const [first, ...more] = fill([action, ...notes].join(' '), columns, head, `${indent}  `);
    const fields = changes.map(change => `${change.record}.${change.field} ${change.old} -> ${change.new}`);
    return [
      paint.bold(first.slice(0, head.length)) + first.slice(head.length),
      ...more,
      ...fields.flatMap(field => fill(field, columns, `${indent}  `)),
    ];
  });
}
