// help: the help of a verb, a page on something that several verbs share, or a page made for other programs.
import { exit } from './exit.js';
import { topics } from './topics.js';
import type { Verb } from './verb.js';

/** What help needs of the program that it is a part of. */
export interface Helped {
  readonly verbs: readonly Verb[];
  /** The long help of a verb, or of the whole program. */
  text(verb: string | undefined): string;
}

/** Pages for man and for editors. */
const made: Readonly<Record<string, (verbs: readonly Verb[]) => Promise<readonly string[]>>> = {
  man: async verbs => (await import('./man.js')).manualPage(verbs),
  schema: async () => JSON.stringify((await import('./schema.js')).scenarioSchema(), null, 2).split('\n'),
};

export const helpTopics: readonly string[] = [...Object.keys(topics), ...Object.keys(made)];

export function helpOf({ verbs, text }: Helped): Verb {
  return {
    name: 'help',
    says: `the help of a verb, or a page on ${helpTopics.join(', ')}`,
    args: [{ name: '[topic]', says: 'a verb or one of these pages' }],
    options: [],
    examples: [
      { command: 'pinproof help check', says: 'as pinproof check --help' },
      { command: 'pinproof help exit-codes', says: 'what a script can rely on' },
      { command: 'pinproof help man | man -l -', says: 'the manual page' },
      { command: 'pinproof help schema > scenario.schema.json', says: 'for completion in editors' },
    ],
    async run(_, [topic]) {
      const known = [...verbs.map(({ name }) => name), 'help', ...helpTopics];
      if (topic !== undefined && !known.includes(topic)) throw (await import('./selection.js')).unknown('topic', topic, known);
      const page = topic === undefined ? undefined : (topics[topic] ?? (await made[topic]?.(verbs)));
      const lines = page ?? text(topic).trimEnd().split('\n');
      return { exit: exit.expected, data: { topic: topic ?? null, text: `${lines.join('\n')}\n` }, lines: () => lines };
    },
  };
}
