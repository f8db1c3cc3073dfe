// Candidates: what may stand for the last word of a command line, by where it stands: a verb, an option, its value, an argument.
import type { Command, Option as CommanderOption } from 'commander';
import type { Names, Verb } from './verb.js';

export interface Candidate {
  readonly word: string;
  /** What it is, in a line; '' for names. */
  readonly says: string;
}

/** Where the last word stands. */
interface Place {
  readonly command: Command;
  /** The option whose value it is. */
  readonly option: CommanderOption | undefined;
  /** Arguments of the verb before it. */
  readonly args: number;
  /** Behind `--` there are no options. */
  readonly ended: boolean;
}

export async function candidatesFor(program: Command, verbs: readonly Verb[], words: readonly string[]): Promise<Candidate[]> {
  // bash takes `--kernel=v5.8` for three words.
  const split = words.at(-1) === '=' ? [...words, ''] : words;
  const [current = '', ...before] = split.filter(word => word !== '=').reverse();
  const place = placeAfter(program, before.reverse());
  const { command, option, ended } = place;
  if (option !== undefined) return valuesOf(verbs, command, option, '', current);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  const named = ended || flag === undefined ? undefined : command.options.find(({ long }) => long === flag);
  if (named !== undefined) return valuesOf(verbs, command, named, `${flag}=`, value);
  if (current.startsWith('-') && !ended) return beginning(current, optionsOf(command));
  if (command === program) return beginning(current, verbsOf(program));
  return beginning(current, plain((await argumentNames(verbs, place)) ?? []));
}

function placeAfter(program: Command, before: readonly string[]): Place {
  let command = program;
  let option: CommanderOption | undefined;
  let args = 0;
  let ended = false;
  for (const word of before) {
    if (option !== undefined) option = undefined;
    else if (ended || !word.startsWith('-')) {
      const verb = command === program ? program.commands.find(one => one.name() === word) : undefined;
      if (verb === undefined) args += 1;
      else command = verb;
    } else if (word === '--') ended = true;
    else option = command.options.find(({ long, short, required }) => required && (long === word || short === word));
  }
  return { command, option, args, ended };
}

const verbsOf = (program: Command): Candidate[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .map(verb => ({ word: verb.name(), says: verb.description() }));

/** The long ones, short ones where there is nothing else. */
const optionsOf = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', says: description }));

/** `head` stands before the value in the same word. */
async function valuesOf(
  verbs: readonly Verb[],
  command: Command,
  option: CommanderOption,
  head: string,
  value: string,
): Promise<Candidate[]> {
  const declared = verbs.find(({ name }) => name === command.name())?.options.find(({ flags }) => flags === option.flags);
  const names = option.argChoices ?? (await declared?.names?.()) ?? [];
  // `<names>` and `<proposals>` take several: A,B or A..B or A+B.
  const several = /s>$/.test(option.flags) ? (/^.*(?:,|\.\.|\+)/s.exec(value)?.[0] ?? '') : '';
  return beginning(head + value, plain(names.map(name => head + several + name)));
}

function argumentNames(verbs: readonly Verb[], { command, args }: Place): Promise<readonly string[]> | undefined {
  const declared = verbs.find(({ name }) => name === command.name())?.args ?? [];
  const last = declared.at(-1);
  const names: Names | undefined = (declared[args] ?? (last?.name.includes('...') ? last : undefined))?.names;
  return names?.();
}

const plain = (words: readonly string[]): Candidate[] => words.map(word => ({ word, says: '' }));

const beginning = (text: string, candidates: readonly Candidate[]): Candidate[] => candidates.filter(({ word }) => word.startsWith(text));
