// The command line: words to a verb, the verb's outcome to text or JSON, and everything that goes wrong to one clear message.
import { CommanderError } from 'commander';
import { colourWanted, type ColourChoice, jsonDocument, styleOf } from '../report/index.js';
import { type Exit, exit } from './exit.js';
import { packageVersion } from './home.js';
import { Interrupt } from './interrupt.js';
import { programOf } from './program.js';
import { Terminal } from './terminal.js';
import { type Context, type Options, type Outcome, type SaidFault, UsageError, type Verb } from './verb.js';
import { verbs } from './verbs.js';
import { version } from './version.js';

const HUMAN_COLUMNS = 80;

/** Runs the command line `argv` (node and script first) and returns its exit code. */
export async function main(argv: readonly string[]): Promise<Exit> {
  const words = argv.slice(2);
  const ends = words.indexOf('--');
  const flags = ends < 0 ? words : words.slice(0, ends);
  const json = flags.includes('--json');
  const terminal = new Terminal();
  let printed = '';
  let answer: { verb: string; outcome: Outcome; options: Options } | undefined;

  const dispatch = async (verb: Verb, args: string[], options: Options): Promise<void> => {
    const interrupt = new Interrupt(line => terminal.say(line));
    try {
      answer = { verb: verb.name, outcome: await verb.run(contextOf(options, terminal, interrupt.signal), args, options), options };
    } finally {
      interrupt.end();
    }
  };
  const say = { out: (text: string) => (printed += text), err: () => {} };
  const program = programOf(verbs, dispatch, say, flags.includes('--help'));

  const finish = (type: string, outcome: Outcome, options: Options): Exit => {
    if (json) terminal.out(jsonDocument({ version: packageVersion(), type, data: outcome.data, errors: (outcome.errors ?? []).map(plain) }));
    else {
      const lines = outcome.lines(styleFor(options, terminal));
      if (lines.length > 0) terminal.out(`${lines.join('\n')}\n`);
      for (const fault of outcome.errors ?? []) terminal.say(told(fault));
    }
    return outcome.exit;
  };
  const refuse = (faults: readonly SaidFault[], usage: string): Exit => {
    const lines = faults.map(told);
    if (json) terminal.out(jsonDocument({ version: packageVersion(), type: 'error', data: null, errors: faults.map(plain) }));
    else terminal.say([...lines, ...(usage === '' ? [] : [usage])].join('\n'));
    return exit.usage;
  };

  try {
    if (wantsVersion(flags)) return finish('version', await version(), {});
    await program.parseAsync([...argv]);
    if (answer === undefined) throw new Error('no verb answered');
    return finish(answer.verb, answer.outcome, answer.options);
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.faults, '');
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return finish('help', { exit: exit.expected, data: { text: printed }, lines: () => [printed.trimEnd()] }, {});
    return refuse([usageFault(error, flags)], usageOf(program, flags));
  }
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

const plain = ({ said: _, ...fault }: SaidFault) => fault;

const told = ({ message, hint, said }: SaidFault): string => said ?? [`pinproof: ${message}`, ...(hint === undefined ? [] : [`  ${hint}`])].join('\n');

/** Commander's wording, as one sentence. */
function usageFault({ message, code }: CommanderError, flags: readonly string[]): SaidFault {
  if (code === 'commander.help') return { code: 'usage', message: 'expected a verb', hint: `one of: ${verbs.map(({ name }) => name).join(', ')}` };
  const [what, near] = message.replace(/^error: /, '').split('\n');
  const meant = /Did you mean (.*)\?\)/.exec(near ?? '')?.[1];
  const hint = code === 'commander.unknownCommand' ? `known: ${verbs.map(({ name }) => name).join(', ')}` : undefined;
  void flags;
  return { code: 'usage', message: meant === undefined ? what : `${what}; did you mean ${meant}?`, ...(hint !== undefined && { hint }) };
}

/** The usage line of the verb that was meant, and where there is more. */
function usageOf(program: ReturnType<typeof programOf>, flags: readonly string[]): string {
  const command = program.commands.find(one => flags.includes(one.name())) ?? program;
  const name = command === program ? 'pinproof' : `pinproof ${command.name()}`;
  return `usage: ${name} ${command.usage()}\nmore:  ${name} --help`;
}
