// A finding as a mail says it: plain text of 76 columns, no colour, nothing that a quoting mail program would break.
import type { Style } from './colour.js';
import { fill } from './wrap.js';

/** What a mailing list shows without folding, quoted twice. */
export const MAIL_COLUMNS = 76;

export interface Letter {
  /** `NAME KERNEL PROPERTY: violated`. */
  readonly subject: string;
  /** Paragraphs above the trace: the question, the property, the bounds. */
  readonly paragraphs: readonly string[];
  /** Writes the trace for a width. */
  readonly trace: (style: Style) => readonly string[];
  /** The command that finds it again, in lines. */
  readonly command: readonly string[];
}

const plain = (text: string): string => text;
const style: Style = { paint: { bold: plain, dim: plain, good: plain, bad: plain, unsure: plain }, columns: MAIL_COLUMNS };

export function letterLines({ subject, paragraphs, trace, command }: Letter): string[] {
  const body = paragraphs.flatMap(paragraph => [...fill(paragraph, MAIL_COLUMNS), '']);
  return [`Subject: ${subject}`, '', ...body, ...trace(style), '', 'To see it again:', '', ...command.map(line => `    ${line}`)];
}
