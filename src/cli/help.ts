// help: the help of a verb, a page on something that several verbs share, or a page made for other programs.
import { exit } from './exit.js';
import { topics } from './topics.js';
import { UsageError, type Verb } from './verb.js';

/** What help needs of the program that it is a part of. */
export interface Helped {
  readonly verbs: readonly Verb[];
  /** The long help of a verb, or of the whole program. */
  text(verb: string | undefined): string;
}

/** Pages for man, for editors, and for programs that read documents. */
const made: Readonly<Record<string, (verbs: readonly Verb[], of: string | undefined) => Promise<readonly string[]>>> = {
  man: async verbs => (await import('./man.js')).manualPage(verbs),
  schema: async (_, of) => JSON.stringify(await schemaOf(of), null, 2).split('\n'),
};

/** Of the scenario file, or of what a verb writes with --json. */
async function schemaOf(type: string | undefined): Promise<unknown> {
  if (type === undefined) return (await import('./schema.js')).scenarioSchema();
  const { documentSchema, documentTypes } = await import('./document-schema.js');
  if (!documentTypes.includes(type)) throw (await import('./selection.js')).unknown('document', type, documentTypes);
  return documentSchema(type);
}

export const helpTopics: readonly string[] = [...Object.keys(topics), ...Object.keys(made)];

const documentNames = async (): Promise<readonly string[]> => (await import('./document-schema.js')).documentTypes;

export function helpOf({ verbs, text }: Helped): Verb {
  const known = [...verbs.map(({ name }) => name), 'help', ...helpTopics];
  return {
    name: 'help',
    says: `the help of a verb, or a page on ${helpTopics.join(', ')}`,
    args: [
      { name: '[topic]', says: 'a verb or one of these pages', names: async () => known },
      { name: '[document]', says: 'of schema: the verb whose --json document it describes, or error', names: documentNames },
    ],
    options: [],
    examples: [
      { command: 'pinproof help check', says: 'as pinproof check --help' },
      { command: 'pinproof help exit-codes', says: 'what a script can rely on' },
      { command: 'pinproof help man | man -l -', says: 'the manual page' },
      { command: 'pinproof help schema > scenario.schema.json', says: 'for completion in editors' },
      { command: 'pinproof help schema check', says: 'the JSON Schema of what check writes with --json' },
    ],
    async run(_, [topic, of]) {
      if (topic !== undefined && !known.includes(topic)) throw (await import('./selection.js')).unknown('topic', topic, known);
      if (of !== undefined && topic !== 'schema')
        throw new UsageError(`expected one topic, found "${topic}" and "${of}"`, 'only schema takes a second word');
      const page = topic === undefined ? undefined : (topics[topic] ?? (await made[topic]?.(verbs, of)));
      const lines = page ?? text(topic).trimEnd().split('\n');
      return { exit: exit.expected, data: { topic: topic ?? null, text: `${lines.join('\n')}\n` }, lines: () => lines };
    },
  };
}
