// How the model comes to what a measured row contradicts: the way to the outcome that is nearest to the row, told.
import type { Agreement, RowResult } from '../litmus/index.js';
import { type FieldWords, fill, type Style, type Told, toldLines, toldOf } from '../report/index.js';
import { fieldWords } from './fields.js';
import { fieldNames, stepsOf } from './trace.js';

export interface ToldWay {
  readonly lines: readonly Told[];
  /** A fresh telling: words follow who owns which frame. */
  readonly words: () => FieldWords;
}

/** What the measurement itself notes down, which no kernel has. */
const NOTES = ['noted', 'child'];

export function toldWayOf(agreement: Agreement, result: RowResult): ToldWay {
  const { machine, world, moves, contents } = agreement.way(result);
  const names = fieldNames(world, contents);
  const words = (): FieldWords => {
    const { shows, say } = fieldWords(names);
    return { shows: change => !NOTES.includes(change.record) && shows(change), say };
  };
  return { lines: toldOf(stepsOf(machine, moves), words().shows), words };
}

export function wayLines(result: RowResult, { lines, words }: ToldWay, style: Style): string[] {
  const { line, kernel, kind, pin, op } = result.row;
  const title = `line ${line} (${kernel}, ${kind}, ${pin}, ${op}): how the model comes to its outcome`;
  return [...fill(title, style.columns, '', '    ').map(style.paint.bold), ...toldLines(lines, words(), style)];
}
