// Verdict lines: what one property of one scenario came to on one kernel, with the bounds it was found within.
import type { Judgement, PropertyVerdict } from '../judge/index.js';
import { countText, fill, type Paint, type Style, secondsText, tied } from '../report/index.js';
import type { Ran, Stopped } from './job.js';
import { type Answer, type Sheet, verdictsOf } from './sheet.js';
import { contradicts, isVacuous, observation } from './verdict.js';

/** What every verdict rests on. */
export const MEMORY_MODEL = 'SC + x86 TLB';

export const indent = '    ';

export const paintOf: Readonly<Record<PropertyVerdict['result'], keyof Paint>> = {
  holds: 'good',
  violated: 'bad',
  unreached: 'unsure',
  inconclusive: 'unsure',
};

/** `complete`, or why it is not. */
export function boundText(stopped: Stopped | undefined, { states, depth }: Pick<Judgement, 'states' | 'depth'>): string {
  if (stopped === undefined) return 'complete';
  if (stopped === 'states') return `bounded at ${countText(states)} states`;
  const why = { memory: 'out of memory', time: 'out of time', interrupted: 'interrupted' }[stopped];
  return `${why} at depth ${countText(depth)}`;
}

/** The parenthesis behind a verdict, in pieces that a line may end after. */
export function boundsOf({ chosen }: Sheet, { judgement, stopped, seconds }: Ran, timing: boolean): string[] {
  if (judgement === undefined) return [];
  const { states, depth, sameAs } = judgement;
  const timed = timing && sameAs === undefined;
  const rate = timed && seconds >= 0.1 ? [`${countText(states / seconds)} states/s`] : [];
  const search = [`${countText(states)} states`, `depth ${countText(depth)}`, ...(timed ? [secondsText(seconds)] : []), ...rate];
  const { file } = chosen;
  const shape = [`threads ${file.threads.length}`, `pages ${file.memory.length}`, boundText(stopped, judgement), MEMORY_MODEL];
  return parenthesis(search, shape);
}

/** `(a, b; c, d)`, in pieces that a line may end after. */
export function parenthesis(search: readonly string[], shape: readonly string[]): string[] {
  const end = (list: readonly string[], mark: string) => list.map((text, i) => text + (i < list.length - 1 ? ',' : mark));
  const [first, ...rest] = [...end(search, ';'), ...end(shape, ')')];
  return [`(${first}`, ...rest];
}

/** `NAME KERNEL PROPERTY: holds  (N states, …)`: on one line if it fits, else the rest of the parenthesis below. */
export function headline(
  head: string,
  result: PropertyVerdict['result'],
  bounds: readonly string[],
  { paint, columns }: Style,
  where = '',
): string[] {
  const said = `${head}: ${result}${where === '' ? '' : ` ${where}`}`;
  const [first, ...more] = fill(`${said}${tied('  ')}${bounds.map(tied).join(' ')}`, columns, '', indent);
  return [first.replace(`: ${result}`, `: ${paint[paintOf[result]](result)}`), ...more];
}

/** All verdicts of one answer: those the file lists, a line or two each, then what else was watched. */
export function verdictLines(sheet: Sheet, answer: Answer, rows: readonly string[], style: Style, timing: boolean): string[] {
  const { ran, column } = answer;
  if (ran?.judgement === undefined) return [];
  const bounds = boundsOf(sheet, ran, timing);
  const lines = verdictsOf(answer)
    .filter(({ name }) => rows.includes(name))
    .sort((a, b) => rows.indexOf(a.name) - rows.indexOf(b.name))
    .flatMap(verdict => [
      ...headline(`${sheet.chosen.file.name} ${column.name} ${verdict.name}`, verdict.result, bounds, style),
      ...noteLines(sheet, verdict, style),
    ]);
  return [...(lines.length > 0 ? lines : watchedHeadline(sheet, answer, bounds, style)), ...watchedLines(answer, rows, style)];
}

/** A scenario that lists nothing still has a verdict on what is watched everywhere. */
function watchedHeadline({ chosen }: Sheet, answer: Answer, bounds: readonly string[], style: Style): string[] {
  const open = verdictsOf(answer).some(({ result }) => result === 'inconclusive');
  return headline(`${chosen.file.name} ${answer.column.name} safety`, open ? 'inconclusive' : 'holds', bounds, style);
}

/** Whether it was expected, how often its question came up, and what that question was. */
function noteLines(sheet: Sheet, verdict: PropertyVerdict, { paint, columns }: Style): string[] {
  const { kind, met, seen, when, name, result } = verdict;
  const lines: string[] = [];
  if (contradicts(verdict)) lines.push(...fill(expectationText(verdict), columns, indent).map(paint.bad));
  if (name === 'exists') lines.push(indent + observation(sheet.chosen.file.name, verdict));
  const seenOf = `${result === 'violated' ? 'some run never comes to it; ' : ''}seen ${countText(seen)} of ${countText(met)} times`;
  const count = kind === 'never' ? `asked ${times(met)}, seen ${times(seen)}` : seenOf;
  const expected =
    verdict.expected === undefined || contradicts(verdict) ? '' : result === 'inconclusive' ? 'not decided; ' : 'as expected; ';
  if (isVacuous(verdict)) lines.push(...fill(`${expected}warning: never exercised; not once: ${when}`, columns, indent).map(paint.unsure));
  else lines.push(...fill(`${expected}${count}: ${when}`, columns, indent).map(paint.dim));
  return lines;
}

const times = (count: number): string => (count === 1 ? 'once' : `${countText(count)} times`);

export function expectationText({ expected, result }: PropertyVerdict): string {
  return expected === undefined ? `${result}, and the file says nothing that would expect it` : `${result} where ${expected} was expected`;
}

/** The properties that are watched in every scenario, in a sentence. */
function watchedLines(answer: Answer, rows: readonly string[], { paint, columns }: Style): string[] {
  const others = verdictsOf(answer).filter(({ name }) => !rows.includes(name));
  const names = (picks: (verdict: PropertyVerdict) => boolean) => others.filter(picks).map(({ name }) => name);
  const said = [
    ['holding', names(verdict => verdict.result === 'holds' && !isVacuous(verdict))],
    ['inconclusive', names(({ result }) => result === 'inconclusive')],
    ['never exercised', names(isVacuous)],
  ] as const;
  const parts = said.filter(([, list]) => list.length > 0).map(([what, list]) => `${what} ${list.join(', ')}`);
  const same = answer.ran?.judgement?.sameAs;
  const lines = parts.length === 0 ? [] : [`also watched: ${parts.join('; ')}`];
  if (same !== undefined) lines.push(`the search of ${same} covers this kernel: the paths that ran are the same`);
  return lines.flatMap(line => fill(line, columns, indent)).map(paint.dim);
}
