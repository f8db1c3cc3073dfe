// What crashes says: for each class of crash and corruption that a pin of a file's page brings, what is left of it. A class is two
// scenarios: in one the pin was there before anybody came, in the other it lands at any moment.
import type { Answer, Sheet } from './sheet.js';
import { scenariosOf, seen, type Worded } from './worded.js';

const PREFIX = 'crash-';
const RACING = '-racing';

export const crashScenarios = (): string[] => scenariosOf(PREFIX);

export type CrashWord = 'prevented' | 'racing' | 'open' | '?';

/** Whether any of the things that the file says must never be is seen; undefined: not decided. */
function harmed({ chosen: { file } }: Sheet, answer: Answer | undefined): boolean | undefined {
  if (answer === undefined) return undefined;
  const results = file.properties.filter(({ kind }) => kind === 'never').map(({ name }) => seen(answer, name));
  if (results.includes(false)) return true;
  return results.includes(undefined) ? undefined : false;
}

function wordOf(settled: boolean | undefined, racing: boolean | undefined): CrashWord {
  if (settled === true) return 'open';
  if (settled === undefined || racing === undefined) return '?';
  return racing ? 'racing' : 'prevented';
}

export const CRASHES: Worded<CrashWord> = {
  title: 'What may become of a page of a file that a device holds, and what is left of it',
  prefix: PREFIX,
  row: 'crash',
  meaning: {
    prevented: 'neither a pin that was there before nor one that lands meanwhile comes to harm',
    racing: 'a pin that was there before is safe; one that lands meanwhile is not (check the scenario with -racing)',
    open: 'a pin that was there before comes to harm',
    '?': 'not decided',
  },
  paint: { prevented: 'good', racing: 'unsure', open: 'bad', '?': 'unsure' },
  shown: word => (word === 'prevented' ? 'ok' : word === 'racing' ? 'race' : word === 'open' ? 'BAD' : word),
  counted: ['prevented', 'racing', 'open'],
  rows: sheets =>
    sheets
      .filter(({ chosen }) => !chosen.file.name.endsWith(RACING))
      .map(sheet => {
        const { name, asks } = sheet.chosen.file;
        const rival = sheets.find(({ chosen }) => chosen.file.name === name + RACING);
        return {
          label: name.slice(PREFIX.length),
          scenarios: [name, name + RACING],
          asks: asks.value,
          cells: sheet.answers.map((answer, n) => wordOf(harmed(sheet, answer), rival && harmed(rival, rival.answers[n]))),
        };
      }),
};
