// Runs a worded table: its scenarios are compared, and its text and document follow from them.
import { faultsOf } from './check-text.js';
import { compare } from './comparison.js';
import { exitOf } from './sheet.js';
import type { Context, Options, Outcome } from './verb.js';
import { missesExpectation } from './verdict.js';
import { type Worded, wordedData, wordedText } from './worded.js';

export async function worded<W extends string>(
  table: Worded<W>,
  scenarios: readonly string[],
  context: Context,
  options: Options,
): Promise<Outcome> {
  const { sheets, parts, found } = await compare(context, scenarios, options);
  return {
    exit: exitOf(sheets, found.cut, missesExpectation),
    data: wordedData(table, parts, found, context.timing),
    lines: style => wordedText(table, parts, found, context.timing, style),
    errors: faultsOf(sheets),
  };
}
