// list: what there is to check, to show and to apply.
import { type Column, fill, type Style, tableLines } from '../report/index.js';
import { exit } from './exit.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

const topics = ['scenarios', 'kernels', 'proposals', 'commits', 'properties', 'paths', 'devices', 'verbs'] as const;
type Topic = (typeof topics)[number];

export const list: Verb = {
  name: 'list',
  says: `list ${topics.join(', ')}`,
  args: [{ name: '[what]', says: `one of ${topics.join(', ')}; scenarios when left out`, names: async () => topics }],
  options: [],
  examples: [
    { command: 'pinproof list', says: 'the shipped scenarios and what they ask' },
    { command: 'pinproof list proposals', says: 'what --with may name' },
  ],
  run,
};

/** One list: for people a table, for machines its items. */
interface Listing {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly items: readonly unknown[];
}

async function run(context: Context, [word = 'scenarios']: readonly string[], _: Options): Promise<Outcome> {
  const topic = topics.find(one => one === word);
  if (topic === undefined) throw (await import('./selection.js')).unknown('list', word, topics);
  const { columns, rows, items } = await listings[topic](context);
  return { exit: exit.expected, data: { [topic]: items }, lines: style => listLines(columns, rows, style) };
}

const listings: Readonly<Record<Topic, (context: Context) => Promise<Listing>>> = {
  async scenarios({ cwd }) {
    const { chooseScenarios } = await import('./selection.js');
    const items = chooseScenarios([], cwd).map(({ file }) => ({ name: file.name, asks: file.asks.value }));
    return { columns: [{ title: 'scenario' }, says('asks')], rows: items.map(({ name, asks }) => [name, asks]), items };
  },
  async kernels() {
    const { KERNELS } = await import('../history/index.js');
    const items = KERNELS.map(({ name, says, commits }) => ({ name, says, commits: commits.map(({ id }) => id) }));
    const columns: Column[] = [{ title: 'kernel' }, { title: 'commits', align: 'right' }, says('says')];
    return { columns, rows: items.map(({ name, says, commits }) => [name, `${commits.length}`, says]), items };
  },
  async proposals() {
    const { PROPOSALS } = await import('../history/index.js');
    const items = PROPOSALS.map(({ id, subject, says }) => ({ id, subject, says }));
    return { columns: [{ title: 'proposal' }, says('subject')], rows: items.map(({ id, subject }) => [id, subject]), items };
  },
  async commits() {
    const { COMMITS } = await import('../history/index.js');
    const items = COMMITS.map(({ id, since, series, subject }) => ({ id, since, series: series ?? null, subject }));
    const columns: Column[] = [{ title: 'commit' }, { title: 'since' }, says('subject')];
    return { columns, rows: items.map(({ id, since, subject }) => [id, since, subject]), items };
  },
  async properties() {
    const { PROPERTIES } = await import('../model/index.js');
    const items = PROPERTIES.map(({ name, kind, always, says, when }) => ({ name, kind, always, says, when }));
    const columns: Column[] = [{ title: 'property' }, { title: 'kind' }, { title: 'watched' }, says('says')];
    const rows = items.map(({ name, kind, always, says }) => [name, kind, always ? 'always' : 'if listed', says]);
    return { columns, rows, items };
  },
  async paths() {
    const { KERNELS, composed } = await import('../history/index.js');
    const { links } = composed(KERNELS[KERNELS.length - 1]);
    const items = [...links.all()].map(({ path, order }) => ({ name: path.name, source: path.source, labels: order.length }));
    items.sort((a, b) => (a.name < b.name ? -1 : 1));
    const columns: Column[] = [{ title: 'path' }, { title: 'labels', align: 'right' }, says('source')];
    return { columns, rows: items.map(({ name, source, labels }) => [name, `${labels}`, source]), items };
  },
  async devices() {
    const { DEVICE_KINDS } = await import('../model/index.js');
    const items = DEVICE_KINDS.map(({ name, holds, longterm, says }) => ({ name, holds, longterm, says }));
    const columns: Column[] = [{ title: 'device' }, { title: 'holds' }, says('says')];
    return { columns, rows: items.map(({ name, holds, says }) => [name, holds, says]), items };
  },
  async verbs() {
    const { VERBS } = await import('../scenario/index.js');
    const items = VERBS.map(({ name, object, words = [], count, by, says }) => ({
      name,
      usage: [
        name,
        ...(object === 'none' ? [] : [object === 'new-process' ? 'PROC' : 'PAGE']),
        ...words.map(asked),
        ...(count === undefined ? [] : ['[xN]']),
      ].join(' '),
      by,
      says,
    }));
    const columns: Column[] = [{ title: 'verb' }, { title: 'of a' }, says('does')];
    return { columns, rows: items.map(({ usage, by, says }) => [usage, by.join(', '), says]), items };
  },
};

/** One of these words: must be there, or may. */
function asked({ words, required }: { readonly words: readonly string[]; readonly required?: boolean }): string {
  const either = words.join('|');
  return required === true ? either : `[${either}]`;
}

/** What does not fit beside its row stands below it: a question that is cut asks nothing. */
function listLines(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string[] {
  const wide = tableLines(columns, rows, { ...style, columns: Number.POSITIVE_INFINITY });
  if (rows.every((_, i) => wide[i + 1].length <= style.columns)) return wide;
  const short = tableLines(
    columns.slice(0, -1),
    rows.map(row => row.slice(0, -1)),
    style,
  );
  return [short[0], ...rows.flatMap((row, i) => [short[i + 1], ...fill(row.at(-1) ?? '', style.columns, '    ').map(style.paint.dim)])];
}

const says = (title: string): Column => ({ title });
