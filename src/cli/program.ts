// The program: the verbs as commander knows them, with their help. Nothing here loads a room that a help text does not need.
import { Argument, Command, Option as CommanderOption } from 'commander';
import { fill } from '../report/index.js';
import { commonOptions } from './option.js';
import type { Example, Option, Options, Verb } from './verb.js';

const columns = 80;

/** Called with what was asked for; the program itself does nothing else. */
export type Dispatch = (verb: Verb, words: string[], options: Options) => Promise<void>;

export const about = 'Will the kernel keep my pinned page? Check it, run it, watch it.';

export function programOf(verbs: readonly Verb[], dispatch: Dispatch, hear: (text: string) => void, long: boolean): Command {
  const program = new Command('pinproof')
    .description(about)
    .usage('[options] VERB')
    .option('-V, --version', 'print the versions of the package, of its model, and of the kernel it runs on')
    .helpCommand(false);
  for (const option of commonOptions) program.addOption(optionOf(option));
  for (const verb of verbs) program.addCommand(commandOf(verb, dispatch, long), { hidden: verb.hidden === true });
  for (const command of [program, ...program.commands]) finish(command, hear);
  program.addHelpText('after', () => (long ? overview(verbs) : '\nMore: pinproof help, pinproof help VERB'));
  return program;
}

/** Help texts are heard, not printed; what is wrong arrives as an exception. */
function finish(command: Command, hear: (text: string) => void): void {
  command
    .helpOption('-h, --help', 'print this, with --help in full')
    .configureHelp({ helpWidth: columns, sortOptions: false })
    .configureOutput({ writeOut: hear, writeErr: () => {}, getOutHelpWidth: () => columns, getErrHelpWidth: () => columns })
    .showSuggestionAfterError(true)
    .exitOverride();
}

function commandOf(verb: Verb, dispatch: Dispatch, long: boolean): Command {
  const command = new Command(verb.name).description(verb.says).allowExcessArguments(false);
  for (const { name, says } of verb.args ?? []) command.addArgument(new Argument(name, says));
  for (const option of [...verb.options, ...commonOptions]) command.addOption(optionOf(option));
  command.action(async (...given: unknown[]) => {
    const words = given
      .slice(0, (verb.args ?? []).length)
      .flat()
      .filter(word => word !== undefined) as string[];
    await dispatch(verb, words, command.optsWithGlobals());
  });
  command.addHelpText('after', () => (long ? examplesText(verb.examples) : `\nMore: pinproof ${verb.name} --help`));
  return command;
}

function optionOf({ flags, says, many, choices, parse }: Option): CommanderOption {
  const option = new CommanderOption(flags, says);
  if (choices !== undefined) option.choices(choices);
  if (parse !== undefined) option.argParser(text => parse(text));
  if (many === true) option.argParser((text, before: string[] | undefined) => [...(before ?? []), text]);
  return option;
}

function examplesText(examples: readonly Example[]): string {
  if (examples.length === 0) return '';
  return ['', 'Examples:', ...examples.flatMap(({ command, says }) => [`  ${command}`, ...fill(says, columns, '      ')])].join('\n');
}

function overview(verbs: readonly Verb[]): string {
  const [first] = verbs.flatMap(({ examples }) => examples.slice(0, 1));
  const examples = first === undefined ? [] : verbs.flatMap(verb => verb.examples.slice(0, 1));
  return `${examplesText(examples)}\n\nExit codes, the scenario file, JSON: pinproof help TOPIC`;
}
