// completion: the script that a shell reads, and the hidden verb that this script asks on every press of the key.
// The words come from the program itself, so that a new verb, option or kernel is completed without another line.
import type { Command } from 'commander';
import { exit } from './exit.js';
import { completionScript } from './home.js';
import type { Verb } from './verb.js';

/** What completion needs of the program that it is a part of. */
export interface Completed {
  readonly program: () => Command;
  readonly verbs: readonly Verb[];
}

/** For each of them there is a script in the folder `completion`. */
const shells = ['bash', 'zsh', 'fish'];

export const completion: Verb = {
  name: 'completion',
  says: `print a script that completes words in ${shells.join(', ')}`,
  args: [{ name: '<shell>', says: `one of ${shells.join(', ')}`, names: async () => shells }],
  options: [],
  examples: [
    { command: `eval "$(pinproof completion bash)"`, says: 'in ~/.bashrc; for zsh the same in ~/.zshrc, below compinit' },
    { command: 'pinproof completion fish > ~/.config/fish/completions/pinproof.fish', says: 'once' },
  ],
  async run(_, [shell]) {
    if (!shells.includes(shell)) throw (await import('./selection.js')).unknown('shell', shell, shells);
    const script = completionScript(shell);
    return { exit: exit.expected, data: { shell, script }, lines: () => [script.trimEnd()] };
  },
};

/** `pinproof complete -- WORD...`: what may stand for the last of the words, one a line, and behind a tab what it is. */
export function completeOf({ program, verbs }: Completed): Verb {
  return {
    name: 'complete',
    says: 'what may stand for the last of these words',
    hidden: true,
    args: [{ name: '[words...]', says: 'the words of a command line, behind --' }],
    options: [],
    examples: [],
    async run(_, words) {
      const { candidatesFor } = await import('./candidates.js');
      const candidates = await candidatesFor(program(), verbs, words);
      const line = ({ word, says }: (typeof candidates)[number]): string => (says === '' ? word : `${word}\t${says}`);
      return { exit: exit.expected, data: { candidates }, lines: () => candidates.map(line) };
    },
  };
}
