// The command line: words to a verb, the verb's outcome to text or JSON, and everything that goes wrong to one clear message.
import { type Command, CommanderError } from 'commander';
import { type ColourChoice, colourWanted, fill, jsonDocument, styleOf } from '../report/index.js';
import { completeOf } from './completion.js';
import { type Exit, exit } from './exit.js';
import { helpOf } from './help.js';
import { packageVersion } from './home.js';
import { Interrupt } from './interrupt.js';
import { type Dispatch, programOf } from './program.js';
import { Terminal } from './terminal.js';
import { type Context, type Options, type Outcome, type SaidFault, UsageError } from './verb.js';
import { verbs } from './verbs.js';
import { version } from './version.js';

const HUMAN_COLUMNS = 80;

/** Runs the command line `argv` (node and script first) and returns its exit code. */
export async function main(argv: readonly string[]): Promise<Exit> {
  const words = argv.slice(2);
  const ends = words.indexOf('--');
  const flags = ends < 0 ? words : words.slice(0, ends);
  const output = new Output(flags.includes('--json'));
  let answered: { verb: string; outcome: Outcome; options: Options } | undefined;

  const dispatch: Dispatch = async (verb, args, options) => {
    const interrupt = new Interrupt(line => output.terminal.say(line));
    try {
      const outcome = await verb.run(contextOf(options, output.terminal, interrupt.signal), args, options);
      answered = { verb: verb.name, outcome, options };
    } finally {
      interrupt.end();
    }
  };
  const long = flags.includes('--help') || flags.find(word => !word.startsWith('-')) === 'help';
  let printed = '';
  const hear = (text: string): void => {
    printed += text;
  };
  const help = helpOf({ verbs, text: verb => helpText(program, verb) });
  const complete = completeOf({ program: () => program, verbs: [...verbs, help] });
  const program: Command = programOf([...verbs, help, complete], dispatch, hear, long);

  try {
    if (wantsVersion(flags)) return output.finish('version', await version(), {});
    await program.parseAsync([...argv]);
    if (answered === undefined) throw new Error('no verb answered');
    return output.finish(answered.verb, answered.outcome, answered.options);
  } catch (error) {
    if (error instanceof UsageError) return output.refuse(error.faults, '');
    if (!(error instanceof CommanderError)) return output.refuse([mistake(error)], '');
    if (error.exitCode === 0)
      return output.finish('help', { exit: exit.expected, data: { text: printed }, lines: () => [printed.trimEnd()] }, {});
    return output.refuse([usageFault(error)], usageOf(program, flags));
  }
}

/** Where a command's answer goes: text or one JSON document to stdout, faults to stderr or into the document. */
class Output {
  readonly terminal = new Terminal();
  constructor(private readonly json: boolean) {}

  finish(type: string, { exit, data, lines, errors = [] }: Outcome, options: Options): Exit {
    if (this.json) {
      this.document(type, data, errors);
    } else {
      const text = lines(styleFor(options, this.terminal));
      if (text.length > 0) this.terminal.out(`${text.join('\n')}\n`);
      for (const fault of errors) this.terminal.say(told(fault));
    }
    return exit;
  }

  refuse(faults: readonly SaidFault[], usage: string): Exit {
    if (this.json) this.document('error', null, faults);
    else for (const text of [...faults.map(told), ...(usage === '' ? [] : [usage])]) this.terminal.say(text);
    return exit.usage;
  }

  private document(type: string, data: unknown, faults: readonly SaidFault[]): void {
    const errors = faults.map(({ said: _, ...fault }) => fault);
    this.terminal.out(jsonDocument({ version: packageVersion(), type, data, errors }));
  }
}

/** The long help, as `--help` prints it. */
function helpText(program: Command, verb: string | undefined): string {
  const command = program.commands.find(one => one.name() === verb) ?? program;
  let text = '';
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: part => (text += part) });
  command.outputHelp();
  command.configureOutput({ writeOut });
  return text;
}

function contextOf(options: Options, terminal: Terminal, signal: AbortSignal): Context {
  return {
    json: options.json === true,
    timing: options.timing !== false,
    style: styleFor(options, terminal),
    cwd: process.cwd(),
    terminal: terminal.seen,
    terminalColumns: terminal.columns,
    signal,
    say: line => terminal.say(line),
    status: line => terminal.status(line),
  };
}

function styleFor({ color, wide }: Options, terminal: Terminal) {
  const colour = colourWanted((color as ColourChoice | undefined) ?? 'auto', terminal.outSeen, process.env);
  return styleOf(colour, wide === true ? Number.POSITIVE_INFINITY : HUMAN_COLUMNS);
}

/** `--version` counts only before a verb. */
function wantsVersion(flags: readonly string[]): boolean {
  const first = flags.find((word, i) => !['--json', '--wide', '--color'].includes(word) && flags[i - 1] !== '--color');
  return first === '--version' || first === '-V';
}

/** A fault for people: its message first, what exists and what to do below. */
function told({ message, hint, said }: SaidFault): string {
  if (said !== undefined) return said;
  const hints = hint === undefined ? [] : fill(hint, HUMAN_COLUMNS, '  ');
  return [...fill(`pinproof: ${message}`, HUMAN_COLUMNS, '', '  '), ...hints].join('\n');
}

/** What should not have happened; the stack is for whoever mends it. */
function mistake(error: unknown): SaidFault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const hint = 'this is a mistake of pinproof: please report it';
  return { code: 'internal', message, hint, said: `pinproof: ${message}\n  ${hint}\n${stack ?? ''}` };
}

/** Commander's wording, as one sentence. */
function usageFault({ message, code }: CommanderError): SaidFault {
  if (code === 'commander.help')
    return { code: 'usage', message: 'expected a verb', hint: `one of: ${verbs.map(({ name }) => name).join(', ')}` };
  const [what, near] = message.replace(/^error: /, '').split('\n');
  const meant = /Did you mean (.*)\?\)/.exec(near ?? '')?.[1];
  const hint = code === 'commander.unknownCommand' ? `known: ${verbs.map(({ name }) => name).join(', ')}` : undefined;
  return { code: 'usage', message: meant === undefined ? what : `${what}; did you mean ${meant}?`, ...(hint !== undefined && { hint }) };
}

/** The usage line of the verb that was meant, and where there is more. */
function usageOf(program: Command, flags: readonly string[]): string {
  const command = program.commands.find(one => flags.includes(one.name())) ?? program;
  const name = command === program ? 'pinproof' : `pinproof ${command.name()}`;
  return `usage: ${name} ${command.usage()}\nmore:  ${name} --help`;
}
