// A finding: one told trace, what it shows, and the command that finds it again.
import type { PropertyVerdict } from '../judge/index.js';
import { type FieldWords, fill, fullLines, letterLines, type Style, type Told, tied, toldLines, toldOf } from '../report/index.js';
import { fieldWords } from './fields.js';
import type { Trace } from './job.js';
import { type Answer, answersWith, type Sheet, verdictIn } from './sheet.js';
import { rangesText } from './verdict.js';
import { boundsOf } from './verdict-lines.js';

export interface Finding {
  readonly sheet: Sheet;
  readonly answer: Answer;
  readonly verdict: PropertyVerdict;
  readonly trace: Trace;
  /** Kernels on which it goes the same way, this one first. */
  readonly kernels: readonly string[];
  /** Words of the command line that repeats it. */
  readonly command: readonly string[];
}

/** What the command needs besides scenario, kernel and proposals to find the same again. */
export interface Repeat {
  readonly states: number | undefined;
  readonly full: boolean;
}

/** One finding for all kernels of a scenario on which the same is seen in the same way. */
export function findingsOf(sheets: readonly Sheet[], repeat: Repeat): Finding[] {
  return sheets.flatMap(sheet => {
    const found = new Map<string, Finding>();
    for (const finding of sheet.answers.flatMap(answer => findingsAt(sheet, answer, repeat))) {
      const { verdict, trace, kernels } = finding;
      const way = trace.steps.map(({ actor, path, label, changes }) => [actor, path, label, changes]);
      const key = JSON.stringify([verdict.name, verdict.result, way, trace.cycle]);
      const earlier = found.get(key);
      found.set(key, earlier === undefined ? finding : { ...earlier, kernels: [...earlier.kernels, ...kernels] });
    }
    return [...found.values()];
  });
}

function findingsAt(sheet: Sheet, answer: Answer, { states, full }: Repeat): Finding[] {
  const searched = answer.ran?.judgement;
  return (answer.ran?.traces ?? []).flatMap(trace => {
    const verdict = verdictIn(answer, trace.property);
    if (verdict === undefined || searched === undefined) return [];
    const source = searched.sameAs ?? searched.kernel;
    const same = answersWith(sheet, trace.property, ({ result }) => result === verdict.result).filter(
      ({ ran }) => (ran?.judgement?.sameAs ?? ran?.judgement?.kernel) === source,
    );
    const { column } = answer;
    const command = ['pinproof', 'check', quoted(sheet.chosen.typed), '--kernel', column.kernel];
    for (const id of column.proposals) command.push('--with', id);
    if (states !== undefined) command.push('--states', `${states}`);
    // A violation is told by itself; a witness has to be asked for.
    if (verdict.result !== 'violated') command.push('--trace');
    if (full) command.push('--full');
    return [{ sheet, answer, verdict, trace, kernels: same.map(({ column }) => column.name), command }];
  });
}

/** As a shell takes it. */
const quoted = (word: string): string => (/^[\w./@%+,:=-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`);

export function findingLines(finding: Finding, style: Style, full: boolean): string[] {
  const { sheet, answer, verdict, trace, kernels, command } = finding;
  const { paint, columns } = style;
  const how = `${verdict.name} ${seenAs(verdict)} on ${answer.column.name} ${lengthText(trace)}`;
  const also =
    kernels.length > 1
      ? `; the same on ${rangesText(
          sheet.answers.map(({ column }) => column.name),
          kernels.slice(1),
        )}`
      : '';
  const title = fill(`${sheet.chosen.file.name}: ${how}${also}`, columns, '', '    ').map(paint.bold);
  const repeat = commandLines(['repeat:', ...command], columns, '  ');
  return [...title, ...wayLines(finding, style, full), ...endLines(finding, columns, full), ...repeat];
}

const seenAs = ({ kind }: PropertyVerdict): string => (kind === 'sometimes' ? 'is witnessed' : 'is violated');

function lengthText({ steps, cycle = steps.length }: Trace): string {
  const count = (n: number): string => (n === 1 ? '1 transition' : `${n} transitions`);
  if (cycle === steps.length) return `after ${count(cycle)}`;
  return `${cycle === 0 ? '' : `after ${count(cycle)} `}by a cycle of ${count(steps.length - cycle)}`;
}

function wayLines({ trace, verdict }: Finding, style: Style, full: boolean): string[] {
  if (trace.steps.length === 0) return ['the first state'];
  if (full) return fullLines(trace.steps, style);
  const words: FieldWords = fieldWords(trace.names);
  return toldLines(toldWay({ trace, verdict }, words).lines, words, style);
}

/** The told lines of a trace, and the first of those that are repeated for ever: no line is folded across it. */
export function toldWay({ trace, verdict }: Pick<Finding, 'trace' | 'verdict'>, { shows }: FieldWords): { lines: Told[]; cycle: number } {
  const { steps, cycle = steps.length } = trace;
  const stem = toldOf(steps.slice(0, cycle), shows, verdict.kind === 'eventually' && cycle === steps.length);
  return { lines: [...stem, ...toldOf(steps.slice(cycle), shows, true)], cycle: stem.length };
}

/** How an `eventually` is missed: `#5` is a told line, `5` a transition. */
function missedText({ trace, verdict }: Finding, full: boolean): string {
  if (trace.cycle === undefined) return 'and there it ends';
  return `and so on for ever from ${full ? trace.cycle + 1 : `#${toldWay({ trace, verdict }, fieldWords(trace.names)).cycle + 1}`}`;
}

/** What the last line shows. */
function endLines(finding: Finding, columns: number, full: boolean): string[] {
  const { trace } = finding;
  const { kind, says } = finding.verdict;
  const stuck = trace.standing.length === 0 ? [] : fill(`waiting for ever: ${trace.standing.join('; ')}`, columns, '=> ', '   ');
  if (kind === 'eventually') return [...fill(`${missedText(finding, full)}, without: ${says}`, columns, '=> ', '   '), ...stuck];
  const what = kind === 'never' ? 'here this does not hold' : 'here it is seen';
  return [...stuck, ...fill(`${what}: ${says}`, columns, '=> ', '   ')];
}

/** A command on lines that a shell reads as one; an option stays with its value. */
export function commandLines(words: readonly string[], columns: number, indent: string): string[] {
  const text = words.map((word, i) => (i === 0 ? '' : words[i - 1].startsWith('--') ? tied(' ') : ' ') + word).join('');
  return fill(text, columns - 2, '', indent).map((line, i, all) => (i < all.length - 1 ? `${line} \\` : line));
}

/** The finding as a mail to a list. */
export function findingLetter(finding: Finding, timing: boolean): string[] {
  const { sheet, answer, verdict, command } = finding;
  const { file } = sheet.chosen;
  const bounds = answer.ran === undefined ? '' : boundsOf(sheet, answer.ran, timing).map(tied).join(' ');
  return letterLines({
    subject: `${file.name} ${answer.column.name} ${verdict.name}: ${verdict.result}`,
    paragraphs: [file.asks.value, `${verdict.name}: ${verdict.says}.`, `Found by exhaustive search of a model ${bounds}.`],
    trace: style => [...wayLines(finding, style, false), ...endLines(finding, style.columns, false)],
    command: commandLines(command, 72, '  '),
  });
}
