// What check says: for people, verdicts first, then what differs, then what was found; for machines, everything.
import { fill, type Style, tied } from '../report/index.js';
import { findingLetter, findingLines, findingsOf, type Repeat } from './finding.js';
import { matrixLines, noteLines, spanBounds, spanHeadlines } from './matrix-lines.js';
import type { Found } from './search.js';
import { faultOf } from './selection.js';
import { isOrdered, rowsOf, type Sheet, verdictsOf, workOf } from './sheet.js';
import { answerData, scenarioData, timingData } from './sheet-data.js';
import type { SaidFault } from './verb.js';
import { contradicts, rangesText } from './verdict.js';
import { indent, verdictLines } from './verdict-lines.js';

export interface CheckView extends Repeat {
  readonly mail: boolean;
  readonly ordered: boolean;
  readonly timing: boolean;
}

export function checkLines(sheets: readonly Sheet[], found: Found, view: CheckView, style: Style): string[] {
  // What could not be built has its error and no answer.
  if (sheets.every(({ answers }) => answers.every(({ ran }) => ran !== undefined && ran.judgement === undefined))) return [];
  const findings = findingsOf(sheets, view);
  if (view.mail) return findings.flatMap((finding, i) => [...(i > 0 ? ['', '-- ', ''] : []), ...findingLetter(finding, view.timing)]);
  const columns = sheets[0].answers.length;
  const verdicts =
    columns === 1 ? oneColumn(sheets, view, style) : sheets.length === 1 ? oneScenario(sheets[0], view, style) : many(sheets, view, style);
  const told = findings.flatMap(finding => ['', ...findingLines(finding, style, view.full)]);
  return [...verdicts, ...told, ...cutLines(sheets, found, style)];
}

/** One kernel: a verdict a property. */
function oneColumn(sheets: readonly Sheet[], { timing }: CheckView, style: Style): string[] {
  return sheets.flatMap(sheet => [
    ...verdictLines(sheet, sheet.answers[0], rowsOf(sheet), style, timing),
    ...(sheets.length === 1 ? asked(sheet, style) : []),
  ]);
}

/** One scenario on several kernels: where which verdict holds, and the matrix of its properties. */
function oneScenario(sheet: Sheet, { ordered, timing }: CheckView, style: Style): string[] {
  const matrix = matrixLines([sheet], { short: false, ordered, unexpected: contradicts }, style);
  const notes = noteLines(sheet, ordered, style);
  return [
    ...spanHeadlines(sheet, ordered, timing, style),
    ...expectedLines([sheet], style),
    ...asked(sheet, style),
    '',
    ...matrix,
    ...notes,
  ];
}

function many(sheets: readonly Sheet[], { ordered, timing }: CheckView, style: Style): string[] {
  const titles = sheets[0].answers.map(({ column }) => column.title);
  const wrong = sheets.flatMap(({ answers }) => answers.flatMap(verdictsOf)).filter(contradicts).length;
  const result = wrong === 0 ? 'as expected' : `${wrong} not as expected`;
  const bounds = spanBounds(sheets, timing).map(tied).join(' ');
  const head = `${sheets.length} scenarios ${rangesText(titles, titles, ordered)}: ${result}${tied('  ')}${bounds}`;
  const [first, ...rest] = fill(head, style.columns, '', indent);
  const matrix = matrixLines(sheets, { short: true, ordered, unexpected: contradicts }, style);
  const notes = sheets.flatMap(sheet => noteLines(sheet, ordered, style));
  return [
    first.replace(result, style.paint[wrong === 0 ? 'good' : 'bad'](result)),
    ...rest,
    ...expectedLines(sheets, style),
    '',
    ...matrix,
    ...(notes.length > 0 ? ['', ...notes] : []),
  ];
}

const asked = ({ chosen }: Sheet, { paint, columns }: Style): string[] => fill(chosen.file.asks.value, columns, indent).map(paint.dim);

/** How many verdicts the files expected, and how many they say nothing of. */
function expectedLines(sheets: readonly Sheet[], { paint, columns }: Style): string[] {
  const verdicts = sheets.flatMap(({ answers }) => answers.flatMap(verdictsOf)).filter(({ result }) => result !== 'inconclusive');
  const expected = verdicts.filter(verdict => verdict.expected !== undefined);
  const wrong = expected.filter(contradicts).length;
  const open = verdicts.length - expected.length;
  const parts = [
    ...(expected.length > 0 ? [`${expected.length - wrong} of ${expected.length} verdicts as expected`] : []),
    ...(open > 0 ? [`${open} without expectation`] : []),
  ];
  return fill(parts.join(', '), columns, indent).map(wrong === 0 ? paint.dim : paint.bad);
}

/** What was not searched, or not to its end. */
function cutLines(sheets: readonly Sheet[], { cut }: Found, { paint, columns }: Style): string[] {
  if (cut === undefined) return [];
  const left = sheets.flatMap(({ answers }) => answers).filter(({ missing }) => missing === 'time' || missing === 'interrupted').length;
  const why = cut === 'time' ? 'stopped by --time' : 'interrupted';
  return ['', ...fill(left === 0 ? why : `${why}: ${left} not searched`, columns).map(paint.unsure)];
}

/** What could not be built, or went wrong inside. */
export function faultsOf(sheets: readonly Sheet[]): SaidFault[] {
  return sheets.flatMap(({ chosen, answers }) => {
    const names = answers.map(({ column }) => column.name);
    const told = new Map<string, SaidFault & { kernels: string[] }>();
    for (const { ran, column } of answers) {
      if (ran?.problem === undefined && ran?.failure === undefined) continue;
      const fault = ran.problem === undefined ? internal(ran.failure ?? '', chosen.typed) : faultOf(ran.problem, chosen.typed, chosen.text);
      const earlier = told.get(fault.message);
      if (earlier === undefined) told.set(fault.message, { ...fault, kernels: [column.name] });
      else earlier.kernels.push(column.name);
    }
    return [...told.values()].map(({ kernels, ...fault }) => {
      const on = `on ${rangesText(names, kernels, isOrdered(answers.map(({ column }) => column)))}`;
      const hint = fault.hint === undefined ? '' : `\n     = ${fault.hint}`;
      return { ...fault, message: `${fault.message} (${on})`, said: `${fault.said ?? fault.message + hint}\n     ${on}` };
    });
  });
}

const internal = (failure: string, scenario: string): SaidFault => ({
  code: 'internal',
  message: `${scenario}: the model contradicts itself: ${failure}`,
  hint: 'this is a mistake of pinproof, not of the scenario: please report it with the scenario',
});

export function checkData(sheets: readonly Sheet[], found: Found, view: CheckView): unknown {
  const findings = findingsOf(sheets, view);
  const verdicts = sheets.flatMap(({ answers }) => answers.flatMap(verdictsOf));
  return {
    scenarios: sheets.map(sheet => ({
      ...scenarioData(sheet),
      answers: sheet.answers.map(answer => answerData(sheet, answer, findings, view.full)),
    })),
    summary: {
      verdicts: verdicts.length,
      unexpected: verdicts.filter(contradicts).length,
      inconclusive: verdicts.filter(({ result }) => result === 'inconclusive').length,
      cut: found.cut ?? null,
      ...workOf(sheets),
    },
    timing: view.timing ? timingData(sheets, found) : null,
  };
}
