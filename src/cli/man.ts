// The manual page, made from the same verbs as the help: `pinproof help man > pinproof.1`.
import { exitSays } from './exit.js';
import { packageVersion } from './home.js';
import { commonOptions } from './option.js';
import { about } from './program.js';
import type { Example, Option, Verb } from './verb.js';

/** In the language of man(7). */
export function manualPage(verbs: readonly Verb[]): string[] {
  return [
    `.TH PINPROOF 1 "" "pinproof ${packageVersion()}" "User Commands"`,
    '.SH NAME',
    `pinproof \\- ${plain(about)}`,
    '.SH SYNOPSIS',
    '.B pinproof',
    '.I VERB',
    '.RI [ options ]',
    '.SH OPTIONS',
    'Every verb understands:',
    ...commonOptions.flatMap(optionLines),
    '.SH VERBS',
    ...verbs.flatMap(verbLines),
    '.SH EXIT STATUS',
    ...exitSays.flatMap(([code, says]) => ['.TP', `.B ${code}`, plain(says)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.BR NO_COLOR ", " FORCE_COLOR',
    'no colours, colours on a pipe too; the option counts before them',
  ];
}

function verbLines({ name, says, args = [], options, examples }: Verb): string[] {
  const words = [name, ...args.map(arg => arg.name)].join(' ');
  return [
    `.SS "pinproof ${plain(words)}"`,
    plain(says),
    ...args.flatMap(arg => ['.TP', `.I ${plain(arg.name)}`, plain(arg.says)]),
    ...options.flatMap(optionLines),
    ...examples.flatMap(exampleLines),
  ];
}

const optionLines = ({ flags, says }: Option): string[] => ['.TP', `.B ${plain(flags)}`, plain(says)];

const exampleLines = ({ command, says }: Example): string[] => ['.PP', `${plain(says)}:`, '.PP', '.in +4n', `.B ${plain(command)}`, '.in'];

/** A line that holds no request and no escape of roff. */
function plain(text: string): string {
  const escaped = text.replace(/\\/g, '\\e').replace(/-/g, '\\-').replace(/"/g, '\\(dq');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
