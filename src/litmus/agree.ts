// Agreement: the model held against a measured table, row by row. What is not modelled is counted and told, never passed.
import { type Composed, composed, kernelNamed } from '../history/index.js';
import { type Measured, MOVES, TELLS_CLIENTS } from './cases.js';
import { type Case, type Outcome, type Prediction, predict } from './predict.js';
import type { Row } from './table.js';
import { type Way, wayTo } from './way.js';

export type RowVerdict = 'agreed' | 'contradicted' | 'unmodelled';

export interface RowResult {
  readonly row: Row;
  readonly verdict: RowVerdict;
  /** Why it is not modelled, or which columns differ. */
  readonly reason: string;
  readonly predicted: readonly Outcome[];
}

/** A release string, the kernel here that stands for it, and the machine on which it was measured: nodes, and CONFIG_MEMORY_FAILURE. */
const STANDS_FOR: readonly ({ readonly begins: string; readonly kernel: string } & Measured)[] = [
  { begins: '6.18.', kernel: 'v6.18', nodes: 1, memoryFailure: false, debugfs: false },
  { begins: '6.12.', kernel: 'v6.12', nodes: 2, memoryFailure: true, debugfs: true },
  { begins: '6.1.', kernel: '6.1.192', nodes: 2, memoryFailure: false, debugfs: true },
];
const standsFor = (release: string) => STANDS_FOR.find(({ begins }) => release.startsWith(begins));

/** The modelled kernel for a running or measured one's release string. */
export function kernelFor(release: string): Composed | undefined {
  const named = kernelNamed(release) ?? kernelNamed(standsFor(release)?.kernel ?? '');
  return named === undefined ? undefined : composed(named);
}

/** Predictions, each made once. */
export class Agreement {
  private readonly made = new Map<string, Prediction>();
  private readonly kernels = new Map<string, Composed | undefined>();

  judge(row: Row): RowResult {
    const kernel = this.kernel(row.kernel);
    if (kernel === undefined) return { row, verdict: 'unmodelled', reason: `no kernel here stands for ${row.kernel}`, predicted: [] };
    const prediction = this.prediction(kernel, row);
    if (prediction.outcomes === undefined) return { row, verdict: 'unmodelled', reason: prediction.reason, predicted: [] };
    const differences = prediction.outcomes.map(outcome => differing(row, outcome));
    const fewest = differences.reduce((best, next) => (next.length < best.length ? next : best));
    return { row, verdict: fewest.length === 0 ? 'agreed' : 'contradicted', reason: fewest.join(', '), predicted: prediction.outcomes };
  }

  /** How the model comes to what it predicts for a row; of several outcomes, to the one that is nearest to what was measured. */
  way({ row, predicted }: RowResult): Way {
    const kernel = this.kernel(row.kernel);
    if (kernel === undefined || predicted.length === 0) throw new Error(`nothing is predicted for line ${row.line}`);
    const [nearest] = [...predicted].sort((a, b) => differing(row, a).length - differing(row, b).length);
    return wayTo(kernel, caseOf(row), nearest);
  }

  private kernel(release: string): Composed | undefined {
    if (!this.kernels.has(release)) this.kernels.set(release, kernelFor(release));
    return this.kernels.get(release);
  }

  private prediction(kernel: Composed, row: Row): Prediction {
    const what = caseOf(row);
    const key = [kernel.name, ...Object.values(what)].join('\t');
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const prediction = predict(kernel, what);
    this.made.set(key, prediction);
    return prediction;
  }
}

function caseOf({ kernel: release, kind, pin, op }: Row): Case {
  const { nodes, memoryFailure, debugfs } = standsFor(release) ?? { nodes: 1, memoryFailure: true, debugfs: true };
  return { nodes, memoryFailure, debugfs, kind, pin, op };
}

/** The columns in which a row and an outcome differ, told as `column measured/predicted`. */
function differing(row: Row, outcome: Outcome): string[] {
  const differ = (column: string, measured: string, predicted: string): string[] =>
    measured === predicted ? [] : [`${column} ${measured}, predicted ${predicted}`];
  const measured = row.outcome.replace(/,notified x\d+$/, '');
  // A frame that was freed may come back by chance, or not: both are the allocator's.
  const freed = outcome.freed && /^(swap-entry|not-present),/.test(measured);
  return [
    ...(freed ? differ('outcome', measured.split(',')[0], outcome.outcome.split(',')[0]) : differ('outcome', measured, outcome.outcome)),
    ...differ('op_rc', row.op_rc, outcome.op_rc),
    ...(TELLS_CLIENTS.includes(row.op) && row.inv >= 0 ? differ('notified', String(row.inv > 0), String(outcome.notified > 0)) : []),
    ...(MOVES.includes(row.op) && row.inv >= 0 ? differ('invalidations', String(row.inv), String(outcome.notified)) : []),
    ...differ('dma2cpu', row.dma2cpu, outcome.dma2cpu),
    ...differ('cpu2dma', row.cpu2dma, outcome.cpu2dma),
    ...(freed ? [] : differ('same_after_touch', row.same_after_touch, outcome.same_after_touch)),
    ...(freed || (outcome.freed && measured === 'replaced')
      ? []
      : differ('same_after_write', row.same_after_write, outcome.same_after_write)),
    ...children(row, outcome).flatMap(([column, measured, predicted]) => differ(column, measured, predicted)),
  ];
}

/** What a row notes of a child, word by word; what it does not note is not compared. */
function children(row: Row, outcome: Outcome): [column: string, measured: string, predicted: string][] {
  const split = (word: string): [string, string] => {
    const at = word.search(/[:=]/);
    return [word.slice(0, at), word.slice(at + 1)];
  };
  const predicted = new Map(outcome.child.split(';').map(split));
  const noted = row.note.split(';').filter(word => /^child(-read|-sees8|-final)?[:=]/.test(word));
  return noted.map(split).map(([column, measured]) => [column, measured, predicted.get(column) ?? '-']);
}
