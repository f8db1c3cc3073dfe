// What callbacks says: whether a file system is called, on a path that begins with reclaim of a pinned page or leads to it; and which
// calls a proposal takes away or adds.
import type { Answer } from './sheet.js';
import { scenariosOf, seen, type Worded } from './worded.js';

const PREFIX = 'callback-';

export const callbackScenarios = (): string[] => scenariosOf(PREFIX);

export type CallbackWord = 'calls' | 'silent' | 'skips' | 'adds' | '?';

const called = (answer: Answer): boolean | undefined => seen(answer, 'called');

function wordOf(first: Answer, answer: Answer): CallbackWord {
  const now = called(answer);
  const before = answer.column.proposals.length === 0 ? now : called(first);
  if (now === undefined || before === undefined) return '?';
  if (now === before) return now ? 'calls' : 'silent';
  return now ? 'adds' : 'skips';
}

export const CALLBACKS: Worded<CallbackWord> = {
  title: 'A pinned page of a file, and when its file system is called',
  prefix: PREFIX,
  row: 'callback',
  meaning: {
    calls: 'the file system is called',
    silent: 'it is not',
    skips: 'it is called without the proposal, and not with it',
    adds: 'it is called with the proposal, and not without it',
    '?': 'not decided',
  },
  paint: { calls: undefined, silent: 'dim', skips: 'unsure', adds: 'unsure', '?': 'unsure' },
  shown: word => (word === 'silent' ? '-' : word),
  counted: ['skips', 'adds'],
  rows: sheets =>
    sheets.map(({ chosen: { file }, answers }) => ({
      label: file.name.slice(PREFIX.length),
      scenarios: [file.name],
      asks: file.asks.value,
      cells: answers.map(answer => wordOf(answers[0], answer)),
    })),
};
