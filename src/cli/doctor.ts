// doctor: what this machine has for a live run, what the lack of it disables, and the command that mends it.
import { type Cell, fill, type Style, tableLines } from '../report/index.js';
import { exit } from './exit.js';
import type { Outcome, Verb } from './verb.js';

export const doctor: Verb = {
  name: 'doctor',
  says: 'what this machine has for a live run, and how to mend what is missing',
  options: [],
  examples: [{ command: 'pinproof doctor', says: 'found or missing, what it disables, the command that fixes it' }],
  run,
};

/** The wording of a need that nothing can do without. */
const everything = 'every case';

async function run(): Promise<Outcome> {
  const { inspectNeeds } = await import('../live/index.js');
  const needs = await inspectNeeds();
  const missing = needs.filter(({ found }) => !found);
  const hopeless = missing.some(({ disables }) => disables === everything);
  return {
    exit: hopeless ? exit.nothing : exit.expected,
    data: { needs, ready: !hopeless },
    lines: (style: Style) => {
      const { paint, columns } = style;
      const rows = needs.map(({ name, found, detail }): Cell[] => [
        name,
        found ? { text: 'found', paint: 'good' } : { text: 'missing', paint: 'bad' },
        detail,
      ]);
      const verdict = hopeless
        ? 'a live run can measure nothing here'
        : missing.length > 0
          ? 'a live run can measure a part'
          : 'a live run has all it needs';
      return [
        paint[hopeless ? 'bad' : missing.length > 0 ? 'unsure' : 'good'](verdict),
        '',
        ...tableLines([{ title: 'need' }, { title: 'state' }, { title: 'detail', shrinks: true }], rows, style),
        ...missing.flatMap(({ name, disables, remedy }) => [
          '',
          ...fill(`without ${name}: no ${disables}`, columns, '', '    '),
          `    try: ${remedy}`,
        ]),
      ];
    },
  };
}
