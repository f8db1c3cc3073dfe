// help: the help of a verb, or a page on something that several verbs share.
import { exit } from './exit.js';
import { topics } from './topics.js';
import type { Verb } from './verb.js';

/** What help needs of the program that it is a part of. */
export interface Helped {
  readonly verbs: readonly Verb[];
  /** The long help of a verb, or of the whole program. */
  text(verb: string | undefined): string;
}

export function helpOf({ verbs, text }: Helped): Verb {
  return {
    name: 'help',
    says: `the help of a verb, or a page on ${Object.keys(topics).join(', ')}`,
    args: [{ name: '[topic]', says: 'a verb or one of these pages' }],
    options: [],
    examples: [
      { command: 'pinproof help check', says: 'as pinproof check --help' },
      { command: 'pinproof help exit-codes', says: 'what a script can rely on' },
    ],
    async run(_, [topic]) {
      const page = topic === undefined ? undefined : topics[topic];
      const known = [...verbs.map(({ name }) => name), 'help', ...Object.keys(topics)];
      if (topic !== undefined && !known.includes(topic)) throw (await import('./selection.js')).unknown('topic', topic, known);
      const lines = page ?? text(topic).trimEnd().split('\n');
      return { exit: exit.expected, data: { topic: topic ?? null, text: `${lines.join('\n')}\n` }, lines: () => lines };
    },
  };
}
