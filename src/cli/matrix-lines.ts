// Matrix lines: scenarios and properties down, kernels or proposals across; what differs and what was not expected is marked.
import type { PropertyVerdict } from '../judge/index.js';
import { countText, fill, type GridCell, type GridGroup, gridLines, type Style, secondsText } from '../report/index.js';
import { type Answer, answersWith, rowsOf, type Sheet, verdictIn, verdictsOf, workOf } from './sheet.js';
import { contradicts, isVacuous, observation, rangesText } from './verdict.js';
import { boundText, expectationText, headline, indent, MEMORY_MODEL, paintOf, parenthesis } from './verdict-lines.js';

export interface MatrixOptions {
  /** `ok` and `BAD` instead of `holds` and `violated`. */
  readonly short: boolean;
  /** The columns are kernels without a gap, in order of age. */
  readonly ordered: boolean;
  /** Which verdicts are marked as not expected. */
  readonly unexpected: (verdict: PropertyVerdict) => boolean;
}

const shortWords: Readonly<Record<PropertyVerdict['result'], string>> = { holds: 'ok', violated: 'BAD', unreached: '—', inconclusive: '?' };
const missingWords = { 'not meaningful': 'n/a', time: '.', interrupted: '.' } as const;

const marks = { unexpected: '!', differs: '*' } as const;

/** The grid and what its words and marks mean. */
export function matrixLines(sheets: readonly Sheet[], { short, ordered, unexpected }: MatrixOptions, style: Style): string[] {
  const columns = sheets[0]?.answers.map(({ column }) => column.title) ?? [];
  const markOf = (verdict: PropertyVerdict, first: PropertyVerdict | undefined): string =>
    unexpected(verdict) ? marks.unexpected : verdict.result !== first?.result ? marks.differs : '';
  const groups = sheets.map((sheet): GridGroup => {
    const rows = rowsOf(sheet).map(property => ({ label: property, cells: cellsOf(sheet, property, short, markOf) }));
    const none = { label: 'safety', cells: sheet.answers.map(answer => safety(answer, short)) };
    return { title: sheets.length > 1 ? sheet.chosen.file.name : '', rows: rows.length > 0 ? rows : [none] };
  });
  const cells = groups.flatMap(({ rows }) => rows.flatMap(row => row.cells));
  return [...gridLines({ columns, groups, ordered }, style), ...legend(cells, short, columns[0], style)];
}

type MarkOf = (verdict: PropertyVerdict, first: PropertyVerdict | undefined) => string;

function cellsOf(sheet: Sheet, property: string, short: boolean, markOf: MarkOf): GridCell[] {
  const verdicts = sheet.answers.map(answer => verdictIn(answer, property));
  const first = verdicts.find(verdict => verdict !== undefined);
  return verdicts.map((verdict, i): GridCell => {
    if (verdict === undefined) return { text: missingWord(sheet.answers[i]), paint: 'dim' };
    const word = short ? shortWords[verdict.result] : verdict.result;
    return { text: word, mark: markOf(verdict, first), paint: paintOf[verdict.result] };
  });
}

/** A scenario without properties of its own: whether all that is watched everywhere holds. */
function safety(answer: Answer, short: boolean): GridCell {
  const verdicts = verdictsOf(answer);
  if (verdicts.length === 0) return { text: missingWord(answer), paint: 'dim' };
  const result = verdicts.some(verdict => verdict.result === 'inconclusive') ? 'inconclusive' : 'holds';
  return { text: short ? shortWords[result] : result, paint: paintOf[result] };
}

const missingWord = ({ missing }: Answer): string => (missing === undefined ? 'err' : missingWords[missing]);

function legend(cells: readonly GridCell[], short: boolean, first: string, { paint, columns }: Style): string[] {
  const has = (mark: string) => cells.some(cell => cell.mark === mark);
  const word = (text: string) => cells.some(cell => cell.text === text);
  const parts = [
    ...(short && word('ok') ? ['ok holds'] : []),
    ...(short && word('BAD') ? ['BAD violated'] : []),
    ...(word('—') ? ['— unreached'] : []),
    ...(word('?') ? ['? inconclusive'] : []),
    ...(word('n/a') ? ['n/a means nothing there'] : []),
    ...(word('.') ? ['. not searched'] : []),
    ...(word('err') ? ['err see below'] : []),
    ...(has(marks.differs) ? [`* differs from ${first}`] : []),
    ...(has(marks.unexpected) ? ['! not as expected'] : []),
  ];
  return parts.length === 0 ? [] : fill(parts.join('; '), columns, indent).map(paint.dim);
}

/** `NAME KERNELS PROPERTY: violated on …, holds on …`, and the bounds of all the searches. */
export function spanHeadlines(sheet: Sheet, ordered: boolean, timing: boolean, style: Style): string[] {
  const all = sheet.answers.filter(({ ran }) => ran?.judgement !== undefined).map(({ column }) => column.title);
  if (all.length === 0) return [];
  const rows = rowsOf(sheet);
  const bounds = spanBounds([sheet], timing);
  return (rows.length > 0 ? rows : ['safety']).flatMap(property => {
    const results = ['violated', 'unreached', 'inconclusive', 'holds'] as const;
    const parts = results.flatMap(result => {
      const on = answersWith(sheet, property, verdict => verdict.result === result).map(({ column }) => column.title);
      return on.length === 0 ? [] : [{ result, on }];
    });
    const [first, ...others] = parts.length > 0 ? parts : [{ result: 'holds' as const, on: all }];
    const where = (on: readonly string[]) => (on.length === all.length ? '' : `on ${rangesText(all, on, ordered)}`);
    const said = [where(first.on), ...others.map(({ result, on }) => `${result} ${where(on)}`)].join(', ');
    const head = `${sheet.chosen.file.name} ${rangesText(all, all, ordered)} ${property}`;
    return headline(head, first.result, bounds, style, said);
  });
}

/** The parenthesis for many searches. */
export function spanBounds(sheets: readonly Sheet[], timing: boolean): string[] {
  const { searches, states } = workOf(sheets);
  const rans = sheets.flatMap(({ answers }) => answers.flatMap(({ ran }) => ran ?? []));
  const seconds = rans.reduce((sum, ran) => sum + ran.seconds, 0);
  const judged = rans.flatMap(({ judgement, stopped }) => (judgement === undefined ? [] : [{ judgement, stopped }]));
  const depth = Math.max(0, ...judged.map(({ judgement }) => judgement.depth));
  const cut = judged.filter(({ stopped }) => stopped !== undefined);
  const bound =
    cut.length === 0 ? 'complete' : cut.length === 1 ? boundText(cut[0].stopped, cut[0].judgement) : `${cut.length} not complete`;
  const rate = timing && seconds >= 0.1 ? [`${countText(states / seconds)} states/s`] : [];
  const work = [
    `${countText(states)} states`,
    searches === 1 ? '1 search' : `${searches} searches`,
    `depth ${depth}`,
    ...(timing ? [secondsText(seconds)] : []),
    ...rate,
  ];
  const [only] = sheets;
  const { file } = only.chosen;
  const shape = sheets.length === 1 ? [`threads ${file.threads.length}`, `pages ${file.memory.length}`] : [];
  return parenthesis(work, [...shape, bound, MEMORY_MODEL]);
}

/** What a matrix cannot say: how expectations were missed, what never came up, in how many ends a condition held. */
export function noteLines(sheet: Sheet, ordered: boolean, { paint, columns }: Style): string[] {
  const { name } = sheet.chosen.file;
  const all = sheet.answers.map(({ column }) => column.title);
  const grouped = (property: string, text: (verdict: PropertyVerdict) => string | undefined): [text: string, on: string][] => {
    const found = new Map<string, string[]>();
    for (const answer of sheet.answers) {
      const verdict = verdictIn(answer, property);
      const said = verdict && text(verdict);
      if (said !== undefined) found.set(said, [...(found.get(said) ?? []), answer.column.title]);
    }
    return [...found].map(([said, on]) => [said, rangesText(all, on, ordered)]);
  };
  return rowsOf(sheet).flatMap(property => {
    const wrong = grouped(property, verdict => (contradicts(verdict) ? expectationText(verdict) : undefined));
    const vacuous = grouped(property, verdict => (isVacuous(verdict) ? `never exercised; not once: ${verdict.when}` : undefined));
    const witness = grouped(property, verdict =>
      verdict.kind === 'sometimes' && verdict.name !== 'exists' && verdict.seen > 0 ? `${countText(verdict.seen)}` : undefined,
    );
    const ends = grouped(property, verdict => (verdict.name === 'exists' ? observation(name, verdict) : undefined));
    const seen = witness.map(([count, on]) => `${count} on ${on}`).join('; ');
    return [
      ...wrong.flatMap(([said, on]) => fill(`${name} ${property} on ${on}: ${said}`, columns, '', indent).map(paint.bad)),
      ...vacuous.flatMap(([said, on]) => fill(`warning: ${name} ${property} on ${on}: ${said}`, columns, '', indent).map(paint.unsure)),
      ...ends.flatMap(([said, on]) => fill(`${said}  on ${on}`, columns, '', indent)),
      ...(seen === '' ? [] : fill(`${name} ${property}: witnesses: ${seen}`, columns, '', indent).map(paint.dim)),
    ];
  });
}
