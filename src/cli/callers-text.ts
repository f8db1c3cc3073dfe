// What callers says: one word for what each caller does with a page that was pinned all along, read off the verdicts of its scenario.
import type { Answer } from './sheet.js';
import { scenariosOf, seen, type Worded } from './worded.js';

const PREFIX = 'caller-';

export const callerScenarios = (): string[] => scenariosOf(PREFIX);

/** What a caller does with the page. The properties that say so have these names in every scenario of the table. */
export type CallerWord = 'before' | 'told' | 'undone' | 'left' | 'takes' | 'absent' | '?';

export function wordOf(answer: Answer): CallerWord {
  const [took, unmapped, left, told] = ['took', 'unmapped', 'left', 'told'].map(property => seen(answer, property));
  if (answer.missing === 'not meaningful') return 'absent';
  if (took === undefined || unmapped === undefined || left === undefined || told === undefined) return '?';
  if (took) return 'takes';
  if (left) return 'left';
  if (unmapped) return 'undone';
  return told ? 'told' : 'before';
}

export const CALLERS: Worded<CallerWord> = {
  title: 'A page that was pinned all along, and who comes to unmap it',
  prefix: PREFIX,
  row: 'caller',
  meaning: {
    before: 'refuses before the unmap, and no client hears of it',
    told: 'refuses before the unmap, when the clients have been told in vain',
    undone: 'refuses after the unmap: clients told in vain, the mapping put back',
    left: 'refuses after the unmap: clients told in vain, the mapping left to the next fault',
    takes: 'does not refuse: the unmap is what it wants',
    absent: 'does not exist there',
    '?': 'not decided',
  },
  paint: { before: 'good', told: 'bad', undone: 'bad', left: 'bad', takes: 'unsure', absent: 'dim', '?': 'unsure' },
  shown: word => (word === 'absent' ? 'n/a' : word),
  rows: sheets =>
    sheets.map(({ chosen: { file }, answers }) => ({
      label: file.name.slice(PREFIX.length),
      scenarios: [file.name],
      asks: file.asks.value,
      cells: answers.map(wordOf),
    })),
};
