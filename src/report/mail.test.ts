// A letter: 76 columns whatever goes in, and no colour.
import { expect, it } from 'vitest';
import { letterLines, MAIL_COLUMNS } from './mail.js';

it('fills its paragraphs and gives the trace its width', () => {
  const lines = letterLines({
    subject: 'NAME v5.8 COH: violated',
    paragraphs: ['word '.repeat(40)],
    trace: ({ columns, paint }) => [paint.bad(`trace of ${columns}`)],
    command: ['pinproof check NAME'],
  });
  expect(lines[0]).toBe('Subject: NAME v5.8 COH: violated');
  expect(lines).toContain('trace of 76');
  expect(lines.at(-1)).toBe('    pinproof check NAME');
  expect(lines.every(line => line.length <= MAIL_COLUMNS)).toBe(true);
});
