// answer: the thread's question put to every proposal and every kernel, one way to the complaint told, and the experiment run here.
import { type Commit, type Composed, composed, FILE_PROPOSALS, KERNELS, type Kernel, kernelNamed, PROPOSALS } from '../history/index.js';
import { type Result, Series } from '../judge/index.js';
import { ComposeError } from '../machine/index.js';
import { shrink_inactive_list, shrink_page_list, try_to_unmap, try_to_unmap_one } from '../model/index.js';
import { type FieldWords, fill, type Style, toldLines, toldOf } from '../report/index.js';
import { type AskedQuestion, QUESTIONS } from './answer-questions.js';
import { exit } from './exit.js';
import { fieldWords } from './fields.js';
import { runLiveVerb } from './live.js';
import { holdsAgainstModel } from './live-agreement.js';
import { bytesMax } from './search.js';
import { chooseScenarios } from './selection.js';
import { traceOf } from './trace.js';
import type { Context, Outcome } from './verb.js';

/** States that one search may visit: many times what the largest of the questions needs. */
const STATES_MAX = 3_000_000;
const NO_TEST = 'no test';
/** What the counterexample is taken from. */
const TOLD = { scenario: 'useless-notifier-settled', property: 'useless-invalidation', kernel: 'v5.8' } as const;

/** The hazards whose end is looked for, commit by commit. */
const H1 = 'pinned-then-reclaimed-then-read-then-written';
const H2 = 'pin-lands-while-reclaim-works';

interface Closer {
  readonly name: string;
  readonly by: string;
}

interface AnswerRow {
  readonly name: string;
  readonly cells: readonly { readonly question: AskedQuestion; readonly kernel: string; readonly result: Answered }[];
}

/** Some proposals are written for later kernels than the one where a question is asked. */
type Answered = Result | 'unfit';

export async function answer(context: Context): Promise<Outcome> {
  const series = openSeries(context);
  context.say('exploring every interleaving of the questions, on every kernel and with every proposal …');
  const proposals = proposalRows(series, context);
  const kernels = kernelRows(series, context);
  const closers = [H1, H2].map(scenario => closedBy(series, scenario));
  const told = tellComplaint(series);
  context.say('running the experiment on this kernel …');
  const live = await runLiveVerb(context, { swap: 'auto' }, holdsAgainstModel);
  const interrupted = context.signal.aborted;
  return {
    exit: interrupted ? exit.interrupted : live.exit === exit.unexpected ? exit.unexpected : exit.expected,
    data: {
      proposals: proposals.map(plain),
      kernels: kernels.map(plain),
      counterexample: told.map(({ labels, ...line }) => ({ ...line, labels })),
      live: live.data,
    },
    lines: style => [
      ...questionLines(style),
      '',
      ...tableOf('What each place for the test would do (on the kernel named with the question)', proposals, style),
      '',
      ...tableOf('What the kernels do as they are', kernels, style),
      '',
      ...conclusions(proposals, kernels, closers, style),
      '',
      ...complaintLines(series, style),
      '',
      ...live.lines(style),
    ],
    errors: live.errors,
  };
}

const plain = ({ name, cells }: AnswerRow) => ({
  name,
  answers: cells.map(({ question, kernel, result }) => ({
    asks: question.asks,
    scenario: question.scenario,
    property: question.property,
    kernel,
    result,
  })),
});

function openSeries(context: Context): Map<string, Series> {
  const options = { statesMax: STATES_MAX, bytesMax: bytesMax(), interrupted: () => context.signal.aborted };
  return new Map(
    chooseScenarios(
      QUESTIONS.map(({ scenario }) => scenario),
      context.cwd,
    ).map(({ typed, file }) => [typed, new Series(file, options)]),
  );
}

function resultOn(series: ReadonlyMap<string, Series>, { scenario, property }: AskedQuestion, kernel: Composed): Result {
  const { judgement, problem } = (series.get(scenario) as Series).on(kernel);
  if (judgement === undefined) throw new Error(problem?.message);
  return judgement.properties.find(({ name }) => name === property)?.result ?? 'inconclusive';
}

function proposalRows(series: ReadonlyMap<string, Series>, context: Context): AnswerRow[] {
  const row = (name: string, on: readonly Commit[]): AnswerRow => ({
    name,
    cells: QUESTIONS.map(question => ({ question, kernel: question.kernel, result: resultWith(series, question, on) })),
  });
  const rows = [row(NO_TEST, [])];
  for (const proposal of PROPOSALS.filter(one => !FILE_PROPOSALS.includes(one))) {
    if (context.signal.aborted) break;
    rows.push(row(proposal.id, [proposal]));
  }
  return rows;
}

function resultWith(series: ReadonlyMap<string, Series>, question: AskedQuestion, on: readonly Commit[]): Answered {
  const kernel = kernelNamed(question.kernel);
  if (kernel === undefined) throw new Error(`${question.kernel} is a kernel`);
  try {
    return resultOn(series, question, composed(kernel, on));
  } catch (error) {
    if (error instanceof ComposeError) return 'unfit';
    throw error;
  }
}

/** Kernels that answer alike stand in one row, neighbours only. */
function kernelRows(series: ReadonlyMap<string, Series>, context: Context): AnswerRow[] {
  const rows: { first: string; last: string; cells: AnswerRow['cells'] }[] = [];
  for (const kernel of KERNELS) {
    if (context.signal.aborted) break;
    const target = composed(kernel);
    const cells = QUESTIONS.map(question => ({ question, kernel: kernel.name, result: resultOn(series, question, target) }));
    const before = rows.at(-1);
    if (before?.cells.every(({ result }, i) => result === cells[i].result)) before.last = kernel.name;
    else rows.push({ first: kernel.name, last: kernel.name, cells });
  }
  return rows.map(({ first, last, cells }) => ({ name: first === last ? first : `${first}..${last}`, cells }));
}

/** The commit after which the last failing kernel no longer fails, its series taken one commit further at a time. */
function closedBy(series: ReadonlyMap<string, Series>, scenario: string): Closer {
  const question = QUESTIONS.find(one => one.scenario === scenario) as AskedQuestion;
  const name = question.asks.includes('(H1)') ? 'H1' : 'H2';
  const fails = (kernel: Kernel): boolean => resultOn(series, question, composed(kernel)) === 'violated';
  const mainline = KERNELS.filter(({ name: kernel }) => kernel.startsWith('v'));
  const last = mainline.findLastIndex(fails);
  const next = mainline[last + 1];
  if (last < 0 || next === undefined) return { name, by: 'nothing so far' };
  const had = mainline[last].commits.length;
  for (let n = had + 1; n <= next.commits.length; n++) {
    const upTo = { ...next, name: `${mainline[last].name} and ${n - had} commits`, commits: next.commits.slice(0, n) };
    if (fails(upTo)) continue;
    const { id, subject, since } = next.commits[n - 1];
    return { name, by: `${id} "${subject}" (${since})` };
  }
  return { name, by: next.name };
}

function questionLines({ columns, paint }: Style): string[] {
  const text =
    'June 2020: reclaim unmaps a page that a device has pinned, the mmu notifier stops the GPU, the free then ' +
    'fails because of the pin, and the page is mapped back. Where may one test for the pin instead, is it safe, ' +
    'and what else does it mend or break?';
  return [
    ...fill(text, columns).map(paint.bold),
    '',
    ...QUESTIONS.flatMap(({ head, asks, kernel }) => fill(`${joined(head)} (${kernel}): ${asks}`, columns, '  ', '      ')),
  ];
}

/** `set-` and `tled` are one word, `swap` and `cache` are two. */
const joined = (head: readonly string[]): string =>
  head
    .filter(word => word !== '')
    .reduce((text, word) => (text.endsWith('-') ? text.slice(0, -1) + word : text === '' ? word : `${text} ${word}`), '');

function tableOf(title: string, rows: readonly AnswerRow[], style: Style): string[] {
  const { paint, columns } = style;
  const width = 7;
  const label = Math.max(...rows.map(({ name }) => name.length)) + 1;
  const heads = [0, 1, 2].map(line => ' '.repeat(label) + QUESTIONS.map(({ head }) => (head[line] ?? '').padStart(width)).join(''));
  const body = rows.map(
    ({ name, cells }) =>
      name.padEnd(label) + cells.map(({ question, result }) => painted(word(question, result).padStart(width), result, style)).join(''),
  );
  return [...fill(title, columns).map(paint.bold), ...heads.map(head => paint.dim(head.trimEnd())), ...body];
}

const word = ({ good, bad }: AskedQuestion, result: Answered): string =>
  result === 'holds' ? good : result === 'inconclusive' ? '?' : result === 'unfit' ? 'n/a' : bad;
const painted = (text: string, result: Answered, { paint }: Style): string =>
  result === 'holds' ? paint.good(text) : result === 'inconclusive' || result === 'unfit' ? paint.unsure(text) : paint.bad(text);

/** Whether the change is one of reclaim itself, so that it might have kept the page from being unmapped. */
function inReclaim({ name }: AnswerRow): boolean {
  const paths = [shrink_inactive_list, shrink_page_list, try_to_unmap, try_to_unmap_one].map(({ id }) => id);
  return PROPOSALS.some(({ id, changes }) => id === name && changes.some(({ pathId }) => paths.includes(pathId)));
}

/** Said from the tables above, nothing else. */
function conclusions(
  proposals: readonly AnswerRow[],
  kernels: readonly AnswerRow[],
  closers: readonly Closer[],
  { columns }: Style,
): string[] {
  const among = (rows: readonly AnswerRow[], wanted: (...results: Answered[]) => boolean, ...scenarios: string[]): string => {
    const found = rows.filter(({ name, cells }) => {
      const results = scenarios.map(scenario => cells.find(({ question }) => question.scenario === scenario)?.result ?? 'inconclusive');
      return name !== NO_TEST && wanted(...results);
    });
    return found.length === 0 ? 'none' : found.map(({ name }) => name).join(', ');
  };
  const holds = (result: Answered): boolean => result === 'holds';
  const fails = (result: Answered): boolean => result === 'violated' || result === 'unreached';
  const quiet = 'useless-notifier-settled';
  const said: [string, string][] = [
    ['ends the useless notifier for a settled pin', among(proposals, holds, quiet)],
    ['ends it also when the pin races', among(proposals, holds, 'useless-notifier-racing')],
    ['only looks as if it did: the notifier has fired by then', among(proposals.filter(inReclaim), fails, quiet)],
    [
      'does not try to',
      among(
        proposals.filter(row => !inReclaim(row)),
        fails,
        quiet,
      ),
    ],
    ['safe on v5.8 with it', among(proposals, holds, 'unmapping-a-pinned-page-is-harmless')],
    ['would have saved v5.9 to 5.10.8 from H1, settled', among(proposals, holds, H1)],
    ['would have saved them, racing too', among(proposals, (a, b) => holds(a) && holds(b), H1, H2)],
    ['kernels where H1 remains', among(kernels, fails, H1)],
    ['kernels where H2 remains', among(kernels, fails, H2)],
    ...closers.map(({ name, by }): [string, string] => [`what closed ${name}`, by]),
    ['makes a page mapped about a thousand times unreclaimable', among(proposals, fails, 'many-mappings-look-like-a-pin')],
    ['kernels that do so by themselves', among(kernels, fails, 'many-mappings-look-like-a-pin')],
    ['takes a page from reclaim that i915@v5.8 would have given back', among(proposals, fails, 'i915-gives-its-pages-back')],
  ];
  return said.flatMap(([what, who]) => fill(`${what}: ${who}`, columns, '- ', '    '));
}

function complaint(series: ReadonlyMap<string, Series>) {
  const kernel = kernelNamed(TOLD.kernel);
  const scenario = series.get(TOLD.scenario);
  if (kernel === undefined || scenario === undefined) throw new Error('the complaint has a kernel and a scenario');
  const target = composed(kernel);
  scenario.on(target);
  const told = scenario.tell(target, TOLD.property);
  if (told === undefined) throw new Error('the complaint is found on v5.8');
  return { told, trace: traceOf(scenario.file, target, TOLD.property, told.moves) };
}

const tellComplaint = (series: ReadonlyMap<string, Series>) => complaint(series).told.lines;

function complaintLines(series: ReadonlyMap<string, Series>, style: Style): string[] {
  const { trace } = complaint(series);
  const words: FieldWords = fieldWords(trace.names);
  return [
    ...fill(`The complaint, on ${TOLD.kernel}, by the shortest way of all (${trace.steps.length} transitions):`, style.columns).map(
      style.paint.bold,
    ),
    ...toldLines(toldOf(trace.steps, words.shows), words, style),
    ...fill(`repeat: pinproof check ${TOLD.scenario} --kernel ${TOLD.kernel}`, style.columns, '  '),
  ];
}
