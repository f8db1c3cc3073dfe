// What came of a table: counts, contradicted rows with the first one's way told, and reasons.
import type { Agreement, RowResult } from '../litmus/index.js';
import { type Cell, fill, type Style, tableLines } from '../report/index.js';
import { type ToldWay, toldWayOf, wayLines } from './agree-way.js';
import { exit } from './exit.js';
import type { Outcome } from './verb.js';

/** Of `wanted` rows those that were judged: fewer when it was interrupted. */
export function outcomeOf(results: readonly RowResult[], wanted: number, agreement: Agreement): Outcome {
  const count = (verdict: RowResult['verdict']): number => results.filter(result => result.verdict === verdict).length;
  const agreed = count('agreed');
  const contradicted = count('contradicted');
  const unmodelled = count('unmodelled');
  const cut = results.length < wanted;
  const ways = new Map(results.filter(({ verdict }) => verdict === 'contradicted').map(result => [result, toldWayOf(agreement, result)]));
  return {
    exit: cut ? exit.interrupted : contradicted > 0 ? exit.unexpected : agreed === 0 ? exit.nothing : exit.expected,
    data: {
      agreed,
      contradicted,
      unmodelled,
      rows: results.map(result => ({
        line: result.row.line,
        kernel: result.row.kernel,
        kind: result.row.kind,
        pin: result.row.pin,
        op: result.row.op,
        outcome: result.row.outcome,
        verdict: result.verdict,
        reason: result.reason,
        ...contradiction(result, ways),
      })),
    },
    lines: style => [
      ...agreeLines(results, { agreed, contradicted, unmodelled }, style),
      ...[...ways].slice(0, TOLD_MAX).flatMap(([result, way]) => ['', ...wayLines(result, way, style)]),
      ...(ways.size > TOLD_MAX ? ['the others are told by --json, or when the filters leave them alone'] : []),
      ...(cut ? [`interrupted after ${results.length} of ${wanted} rows`] : []),
    ],
  };
}

function contradiction(result: RowResult, ways: ReadonlyMap<RowResult, ToldWay>) {
  const way = ways.get(result);
  if (way === undefined) return {};
  const words = way.words();
  return { predicted: result.predicted, way: way.lines.map(line => ({ ...line, says: words.say(line.changes) })) };
}

/** Contradicted rows that are shown, and those of them whose way is told; the rest is in the JSON. */
const SHOWN_MAX = 20;
const TOLD_MAX = 1;

function agreeLines(
  results: readonly RowResult[],
  counts: { agreed: number; contradicted: number; unmodelled: number },
  style: Style,
): string[] {
  const { paint, columns } = style;
  const { agreed, contradicted, unmodelled } = counts;
  const modelled = agreed + contradicted;
  const share = results.length === 0 ? 0 : Math.floor((1000 * modelled) / results.length) / 10;
  const head = `${agreed} agreed, ${contradicted} contradicted, ${unmodelled} not modelled (${share} % of ${results.length} rows modelled)`;
  const against = results.filter(({ verdict }) => verdict === 'contradicted');
  const rows = against.slice(0, SHOWN_MAX).map(({ row, reason }): Cell[] => [`${row.line}`, row.kernel, row.kind, row.pin, row.op, reason]);
  const reasons = new Map<string, number>();
  for (const { verdict, reason } of results) if (verdict === 'unmodelled') reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    paint[contradicted > 0 ? 'bad' : 'good'](head),
    ...(rows.length === 0
      ? []
      : [
          '',
          ...tableLines(
            [
              { title: 'line', align: 'right' },
              { title: 'kernel', shrinks: true },
              { title: 'kind' },
              { title: 'pin' },
              { title: 'op' },
              { title: 'measured, predicted', shrinks: true },
            ],
            rows,
            style,
          ),
        ]),
    ...(against.length > SHOWN_MAX ? [`and ${against.length - SHOWN_MAX} more: --json has all`] : []),
    ...[...reasons].sort((a, b) => b[1] - a[1]).flatMap(([reason, n]) => fill(`${n} rows: ${reason}`, columns, '  ', '      ')),
  ];
}
