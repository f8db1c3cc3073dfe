// A sheet: one scenario's answers, a column each, and what all sheets of a command come to.
import { type Commit, KERNELS, type Kernel } from '../history/index.js';
import type { PropertyVerdict } from '../judge/index.js';
import { type Exit, exit, worst } from './exit.js';
import type { Job, On, Ran } from './job.js';
import type { Found } from './search.js';
import { type Chosen, compose, meaningful } from './selection.js';
import { contradicts } from './verdict.js';

export interface Column extends On {
  /** Short, for the head of a grid. */
  readonly title: string;
  /** As composed, for sentences and commands. */
  readonly name: string;
}

/** Why there is no answer. */
export type Missing = 'not meaningful' | 'time' | 'interrupted';

export interface Answer {
  readonly column: Column;
  readonly ran?: Ran;
  readonly missing?: Missing;
}

export interface Sheet {
  readonly chosen: Chosen;
  readonly answers: readonly Answer[];
}

/** What is to be searched: scenarios by columns, without those that mean nothing there. */
export interface Plan {
  readonly chosen: readonly Chosen[];
  readonly columns: readonly Column[];
  /** For each scenario, the columns it is searched on. */
  readonly on: readonly (readonly Column[])[];
}

/** A column on a kernel; refused when the proposals contradict each other or the kernel. */
export function columnOf(kernel: Kernel, proposals: readonly Commit[], title = kernel.name): Column {
  const { name, proposals: fresh } = compose(kernel, proposals);
  return { kernel: kernel.name, proposals: fresh.map(({ id }) => id), name, title };
}

/** The columns are neighbours in the order of the kernels. */
export function isOrdered(columns: readonly Column[]): boolean {
  const at = columns.map(({ kernel }) => KERNELS.findIndex(({ name }) => name === kernel));
  return at.every((index, i) => i === 0 || index === at[i - 1] + 1);
}

export function planOf(chosen: readonly Chosen[], columns: readonly Column[], everywhere = false): Plan {
  const on = chosen.map(({ file }) => {
    const names = (everywhere ? KERNELS : meaningful(file)).map(({ name }) => name);
    return columns.filter(({ kernel }) => names.includes(kernel));
  });
  // A column in which no scenario means anything is none.
  return { chosen, columns: columns.filter(column => on.some(some => some.includes(column))), on };
}

export const jobOf = ({ chosen, on }: Plan): Job['scenarios'] => chosen.map(({ file }, i) => ({ file, on: on[i] }));

export function sheetsOf({ chosen, columns, on }: Plan, { ran, cut }: Found): Sheet[] {
  return chosen.map((one, scenario) => ({
    chosen: one,
    answers: columns.map((column): Answer => {
      const place = on[scenario].indexOf(column);
      if (place < 0) return { column, missing: 'not meaningful' };
      const found = ran.find(answer => answer.scenario === scenario && answer.on === place);
      return found === undefined ? { column, missing: cut ?? 'interrupted' } : { column, ran: found };
    }),
  }));
}

export const verdictsOf = ({ ran }: Answer): readonly PropertyVerdict[] => ran?.judgement?.properties ?? [];

export const verdictIn = (answer: Answer, property: string): PropertyVerdict | undefined =>
  verdictsOf(answer).find(({ name }) => name === property);

/** The properties worth a row: those the file lists, then those watched in every scenario that do not simply hold. */
export function rowsOf({ answers }: Sheet): string[] {
  const all = answers.flatMap(verdictsOf);
  const listed = all.filter(verdict => verdict.listed);
  const notable = all.filter(verdict => !verdict.listed && (verdict.result === 'violated' || contradicts(verdict)));
  return [...new Set([...listed, ...notable].map(({ name }) => name))];
}

/** The answers of one property whose verdict is one of those picked. */
export function answersWith(sheet: Sheet, property: string, picks: (verdict: PropertyVerdict) => boolean): Answer[] {
  return sheet.answers.filter(answer => {
    const verdict = verdictIn(answer, property);
    return verdict !== undefined && picks(verdict);
  });
}

/** The command's answer to a script. `counts` says which verdicts make it a failure. */
export function exitOf(sheets: readonly Sheet[], cut: Found['cut'], counts: (verdict: PropertyVerdict) => boolean): Exit {
  const answers = sheets.flatMap(sheet => sheet.answers);
  const verdicts = answers.flatMap(verdictsOf);
  const codes: Exit[] = [];
  if (cut === 'interrupted') codes.push(exit.interrupted);
  if (answers.some(({ ran }) => ran !== undefined && ran.judgement === undefined)) codes.push(exit.usage);
  if (verdicts.some(counts)) codes.push(exit.unexpected);
  if (cut === 'time' || verdicts.some(({ result }) => result === 'inconclusive')) codes.push(exit.inconclusive);
  if (answers.every(({ ran }) => ran === undefined)) codes.push(exit.nothing);
  return worst(codes);
}

/** Searches that were made, and the states they visited. */
export function workOf(sheets: readonly Sheet[]): { searches: number; states: number; transitions: number } {
  const made = sheets
    .flatMap(({ answers }) => answers.flatMap(({ ran }) => ran?.judgement ?? []))
    .filter(({ sameAs }) => sameAs === undefined);
  const sum = (of: 'states' | 'transitions') => made.reduce((total, judgement) => total + judgement[of], 0);
  return { searches: made.length, states: sum('states'), transitions: sum('transitions') };
}

/** The same sheet with these columns only. */
export function partOf({ chosen, answers }: Sheet, columns: readonly Column[]): Sheet {
  const none = (column: Column): Answer => ({ column, missing: 'not meaningful' });
  return { chosen, answers: columns.map(column => answers.find(answer => answer.column === column) ?? none(column)) };
}
