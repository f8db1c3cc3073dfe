// answer: the question of June 2020, answered by the model and by the kernel that runs here. It is what `npm start` runs.
import type { Verb } from './verb.js';

export const answer: Verb = {
  name: 'answer',
  says: 'the question of June 2020, answered by the model and by the running kernel',
  options: [],
  examples: [{ command: 'pinproof answer', says: 'what npm start runs' }],
  run: async context => (await import('./answer.js')).answer(context),
};
