// live: the thread's experiment on the kernel that runs here, a row a case, held against the model where somebody can.
import { resolve } from 'node:path';
import type { LiveReport, LiveResult, LiveRow } from '../live/index.js';
import { type Cell, type Column, fill, type Style, tableLines } from '../report/index.js';
import { exit } from './exit.js';
import type { Context, Options, Outcome, Verb } from './verb.js';

/** What a model says of a measured row. */
export type Agreement = (row: LiveRow) => 'agrees' | 'contradicts' | 'not modelled';

export const live: Verb = {
  name: 'live',
  says: 'run the experiment of the thread on the running kernel and show what it did',
  options: [
    {
      flags: '--swap <where>',
      says: 'auto: make a swap file if there is no swap; none: never; PATH: make it in this folder (auto)',
      names: async () => ['auto', 'none'],
    },
    { flags: '--emit <file>', says: 'only write the C program that would run' },
  ],
  examples: [
    { command: 'sudo pinproof live', says: 'nine cases in a few seconds; everything is undone at the end' },
    { command: 'pinproof live --emit repro.c', says: 'a reproducer to read, to build elsewhere, or to attach to a mail' },
  ],
  run: async (context, _, options) => {
    const { holdsAgainstModel } = await import('./live-agreement.js');
    return runLiveVerb(context, options, holdsAgainstModel);
  },
};

/** `agreement` holds each row against the model; without it the rows stand for themselves. */
export async function runLiveVerb(context: Context, options: Options, agreement?: Agreement): Promise<Outcome> {
  if (typeof options.emit === 'string') return emit(options.emit, context.cwd);
  const { runLive } = await import('../live/index.js');
  const swap = (options.swap as string | undefined) ?? 'auto';
  const where = swap === 'auto' || swap === 'none' ? swap : resolve(context.cwd, swap);
  const report = await runLive({ swap: where, say: line => context.say(line), signal: context.signal });
  return outcomeOf(report, context.signal.aborted, agreement);
}

async function emit(file: string, cwd: string): Promise<Outcome> {
  const { emitProgram, threadCases } = await import('../live/index.js');
  const { writeNew } = await import('./new-file.js');
  writeNew(resolve(cwd, file), file, emitProgram(threadCases), { replace: true });
  return {
    exit: exit.expected,
    data: { emitted: file, cases: threadCases.length },
    lines: () => [`wrote ${file}: ${threadCases.length} cases; cc -static ${file} -o repro && sudo ./repro`],
  };
}

function outcomeOf(report: LiveReport, interrupted: boolean, agreement: Agreement | undefined): Outcome {
  const rows = report.results.map(result => ({ ...result, model: result.row && agreement?.(result.row) }));
  const measured = rows.filter(({ verdict }) => verdict === 'measured').length;
  const contradicted = rows.some(({ model }) => model === 'contradicts');
  const code = interrupted ? exit.interrupted : contradicted ? exit.unexpected : measured === 0 ? exit.nothing : exit.expected;
  const { kernel, swap, needs } = report;
  return {
    exit: code,
    data: { kernel, swap, needs, measured, skipped: rows.length - measured, results: rows },
    lines: style => liveLines(report, rows, measured, style),
    errors: interrupted ? [{ code: 'interrupted', message: 'interrupted: what was made on this machine is undone' }] : [],
  };
}

type Judged = LiveResult & { readonly model?: ReturnType<Agreement> };

/** The header, a table of what was measured, and a line for each reason why something was not. */
function liveLines({ kernel, swap }: LiveReport, rows: readonly Judged[], measured: number, style: Style): string[] {
  const { paint, columns } = style;
  const swapText = { present: 'swap present', made: 'swap made for the run', none: `no swap (${swap.why ?? ''})` }[swap.kind];
  const head = fill(`Linux ${kernel}: ${measured} of ${rows.length} cases measured, ${swapText}`, columns, '', '    ').map(paint.bold);
  return [...head, ...(measured === 0 ? [] : ['', ...measuredLines(rows, style)]), ...skippedLines(rows, style)];
}

/** What all rows share stands below the table and not in it. */
function measuredLines(rows: readonly Judged[], style: Style): string[] {
  const measured = rows.flatMap(({ row, model }) => (row === undefined ? [] : [{ row, model }]));
  const ops = new Set(measured.map(({ row }) => row.op));
  const judged = rows.some(({ model }) => model !== undefined);
  const columns: { readonly column: Column; readonly cell: (row: LiveRow, model: Judged['model']) => Cell }[] = [
    { column: { title: 'kind' }, cell: row => row.kind },
    { column: { title: 'pin' }, cell: row => row.pin },
    ...(ops.size > 1 ? [{ column: { title: 'op' }, cell: (row: LiveRow) => row.op }] : []),
    { column: { title: 'outcome', shrinks: true }, cell: row => row.outcome },
    { column: { title: 'told', align: 'right' }, cell: row => (row.inv < 0 ? '?' : `${row.inv}`) },
    { column: { title: 'data' }, cell: row => `${dataText(row.dma2cpu)}/${dataText(row.cpu2dma)}` },
    ...(judged ? [{ column: { title: 'model' }, cell: (_: LiveRow, model: Judged['model']) => modelCell(model) }] : []),
  ];
  const table = tableLines(
    columns.map(({ column }) => column),
    measured.map(({ row, model }) => columns.map(({ cell }) => cell(row, model))),
    style,
  );
  const key = [
    ...(ops.size === 1 ? [`op: ${[...ops][0]}`] : []),
    'told: notifier calls for the page (? unseen)',
    'data: whether the CPU sees what DMA wrote / DMA what the CPU wrote',
  ];
  return [...table, ...fill(key.join('; '), style.columns, '    ').map(style.paint.dim)];
}

const dataText = (word: string): string => (word === 'coherent' ? 'ok' : word);

function modelCell(model: Judged['model']): Cell {
  const paint = model === 'contradicts' ? 'bad' : model === 'agrees' ? 'good' : 'dim';
  return { text: model ?? '', paint };
}

/** Cases with the same reason stand together. */
function skippedLines(rows: readonly Judged[], { paint, columns }: Style): string[] {
  const reasons = new Map<string, Judged[]>();
  for (const result of rows) {
    if (result.verdict !== 'skipped') continue;
    const key = `${result.reason ?? ''}\n${result.remedy ?? ''}`;
    reasons.set(key, [...(reasons.get(key) ?? []), result]);
  }
  return [...reasons.values()].flatMap(results => {
    const [{ reason, remedy }] = results;
    const cases =
      results.length === rows.length ? 'all cases' : results.map(({ case: one }) => `${one.kind}/${one.pin}/${one.op}`).join(', ');
    return [
      '',
      ...fill(`skipped: ${cases}`, columns, '', '    ').map(paint.unsure),
      ...fill(`because of ${reason}`, columns, '    '),
      ...(remedy === undefined ? [] : fill(`try: ${remedy}`, columns, '    ')),
    ];
  });
}
