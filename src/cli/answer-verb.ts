// answer: the question of June 2020, answered by the model and by the kernel that runs here. It is what `npm start` runs.
import { existsSync } from 'node:fs';
import { type Context, type Outcome, UsageError, type Verb } from './verb.js';

export const answer: Verb = {
  name: 'answer',
  says: 'the question of June 2020, answered by the model and by the running kernel',
  options: [],
  examples: [{ command: 'pinproof answer', says: 'what npm start runs' }],
  async run(context) {
    // Named at run time: the answer is written beside this file, and this file does not wait for it.
    const file = new URL('./answer.js', import.meta.url);
    if (!existsSync(file)) throw new UsageError('this build has no answer yet', 'see: pinproof check');
    const { answer: start } = (await import(file.href)) as { answer: (context: Context) => Promise<Outcome> };
    return start(context);
  },
};
