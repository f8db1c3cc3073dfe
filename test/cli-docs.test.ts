// docs/cli.md against the program: every flag and verb of the one is in the other, and what it shows is what one sees.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitSays } from '../src/cli/exit.js';
import { helpTopics } from '../src/cli/help.js';
import { verbs } from '../src/cli/verbs.js';
import { pinproof } from './support/command.js';

const text = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8');
const names = [...verbs.map(({ name }) => name), 'help'];

/** `--flag` and `-f`, as the first things of a line of options or of a cell. */
const flagsIn = (lines: string): string[] => [...lines.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g)].map(([flag]) => flag);

/** The options in a help text: examples and sentences name flags too. */
function flagsOfHelp(words: readonly string[]): string[] {
  const { out } = pinproof([...words, '--help']);
  const [, options = ''] = out.split('Options:\n');
  return options
    .split('\n\n')[0]
    .split('\n')
    .flatMap(line => /^ {2}(-\S.*?)(?: {2}|$)/.exec(line)?.[1] ?? [])
    .flatMap(flagsIn);
}

/** The part of the page under one heading. */
function section(heading: string): string {
  const [, rest = ''] = text.split(`\n## ${heading}\n`);
  return rest.split('\n## ')[0];
}
/** Flags that stand first in the rows of its tables. */
const flagsOfSection = (heading: string): string[] =>
  section(heading)
    .split('\n')
    .flatMap(line => /^\| (`-.*?) \|/.exec(line)?.[1] ?? [])
    .flatMap(flagsIn);

const common = flagsOfSection('Common options');

describe('docs/cli.md', () => {
  it('has the flags of the program itself', () => {
    expect([...new Set(flagsOfHelp([]))].sort()).toEqual([...new Set(common)].sort());
  });

  it.each(names.filter(name => name !== 'help'))('has the flags of %s, and no others', name => {
    const shared = common.filter(flag => flag !== '-V' && flag !== '--version');
    expect([...new Set(flagsOfHelp([name]))].sort()).toEqual([...new Set([...flagsOfSection(name), ...shared])].sort());
  });

  it('has every verb, topic and exit code', () => {
    const rows = [...text.matchAll(/^\| (?:\[`(\w+)`\]\(#\w+\)|`(help)`) \|/gm)].map(([, name, help]) => name ?? help);
    expect(rows).toEqual(expect.arrayContaining(names));
    expect(names).toEqual(expect.arrayContaining(rows));
    for (const topic of helpTopics) expect(text).toContain(`\`${topic}\``);
    const codes = [...section('Exit codes').matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(exitSays.map(([code]) => code));
  });

  it('shows what one sees', () => {
    const blocks = [...text.matchAll(/^ {4}\$ pinproof (.*)\n((?: {4}.*\n)*)/gm)];
    expect(blocks.length).toBeGreaterThan(0);
    // Numbers grow with the model; the words around them do not. A search of a second says its pace, too.
    const counted = (output: string): string =>
      output
        .replace(/,\s+[\d.,]+k? states\/s/g, '')
        .replace(/\d+(?:[.,]\d+)*/g, 'N')
        .replace(/\s+/g, ' ')
        .trim();
    for (const [, command, shown] of blocks) {
      const { code, out } = pinproof(command.split(' '));
      expect(code, command).toBe(0);
      expect(counted(out).startsWith(counted(shown)), command).toBe(true);
    }
  });
});
