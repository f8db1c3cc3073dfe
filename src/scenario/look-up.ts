// The look-up of all that a file mentions: pages, devices, processes, threads, operations and labels must be there.
// It comes last, because a condition may mention what stands further down and a fork may bring a process into being anywhere.
import type { Names } from './names.js';
import type { Placed } from './place.js';
import type { Reading } from './reading.js';
import type { Condition, Datum, Device, Op, OpRef, Property, Thread, VerbOp } from './syntax.js';
import type { VerbWord } from './words.js';

/** What a file mentions. */
interface Mentions {
  readonly devices: readonly Device[];
  readonly setup: readonly Op[];
  readonly threads: readonly Thread[];
  readonly properties: readonly Property[];
  readonly exists: Condition | undefined;
}

/** Reports every mention of a page, device, process, thread, operation or label that is not there. */
export function lookUp(reading: Reading, names: Names, file: Mentions): void {
  const look = new LookUp(reading, names);
  look.births([file.setup, ...file.threads.map(({ ops }) => ops)]);
  for (const { watches } of file.devices) look.process(watches);
  look.ops(file.setup);
  for (const { actor, ops } of file.threads) {
    if (actor.kind !== 'kthread') look.process(actor.process);
    look.ops(ops);
  }
  for (const { condition } of file.properties) if (condition) look.condition(condition);
  if (file.exists) look.condition(file.exists);
}

class LookUp {
  constructor(
    private readonly reading: Reading,
    private readonly names: Names,
  ) {}

  /** Forks bring processes into being; the same one may come from both sides of an either. */
  births(lists: readonly (readonly Op[])[]): void {
    const before = new Set(this.names.processes);
    const visit = (op: Op): void => {
      if (op.kind === 'loop') op.body.forEach(visit);
      if (op.kind === 'either') op.ways.flat().forEach(visit);
      if (op.kind !== 'verb' || !op.process || !this.isBirth(op)) return;
      const { value, at } = op.process;
      if (before.has(value)) this.reading.report('taken-name', at, value, 'a new process', 'there already');
      else this.names.bring(this.reading, op.process);
    };
    lists.flat().forEach(visit);
  }

  private isBirth(op: VerbOp): boolean {
    return this.reading.words.verbs.some(({ name, object }) => name === op.verb.value && object === 'new-process');
  }

  ops(ops: readonly Op[]): void {
    for (const op of ops) {
      if (op.kind === 'loop') this.ops(op.body);
      else if (op.kind === 'either')
        op.ways.forEach(way => {
          this.ops(way);
        });
      else if (op.kind === 'wait') this.condition(op.until);
      else if (op.kind === 'verb') {
        this.page(op.page);
        this.page(op.other);
        if (!this.isBirth(op)) this.process(op.process);
      }
    }
  }

  condition(condition: Condition): void {
    switch (condition.kind) {
      case 'not':
        return this.condition(condition.of);
      case 'and':
      case 'or':
        this.condition(condition.left);
        return this.condition(condition.right);
      case 'result':
        return this.result(condition.of, condition.is);
      case 'done':
        return this.thread(condition.thread, 'setup');
      case 'at':
        this.thread(condition.thread, 'setup');
        return this.label(condition.label);
      case 'free':
        return;
    }
    this.page(condition.page.page);
    this.process(condition.page.process);
    if (condition.kind === 'pinned') this.device(condition.by);
    if (condition.kind === 'data') this.datum(condition.is);
  }

  page(page: Placed<string> | undefined): void {
    const known = this.names.pages;
    if (page && known && !known.has(page.value)) this.reading.report('unknown-page', page.at, page.value, [...known]);
  }

  process(process: Placed<string> | undefined): void {
    const known = this.names.processes;
    if (process && !known.has(process.value)) this.reading.report('unknown-process', process.at, process.value, [...known].sort());
  }

  private device(device: Placed<string> | undefined): void {
    const known = this.names.devices;
    if (device && known && !known.has(device.value)) this.reading.report('unknown-device', device.at, device.value, [...known]);
  }

  /** Setup has operations, but it is over when the threads start: it neither stands anywhere nor ends. */
  private thread({ value, at }: Placed<string>, except?: 'setup'): void {
    const { threads } = this.names;
    const known = [...(threads?.keys() ?? [])].filter(name => name !== except);
    if (threads && !known.includes(value)) this.reading.report('unknown-thread', at, value, known);
  }

  private label({ value, at }: Placed<string>): void {
    const known = this.reading.words.labels;
    if (known && !known.includes(value)) this.reading.report('unknown-label', at, value, known);
  }

  /** `THREAD.N = VALUE`: the operation must answer this kind of thing. */
  private result(of: OpRef, is: Extract<Condition, { kind: 'result' }>['is']): void {
    const found = this.operation(of);
    if (is.kind === 'written') this.datum(is);
    if (found === undefined) return;
    const { name, result } = found;
    const op = `${of.thread.value}.${of.n}`;
    const words = result?.words ?? [];
    const can = [
      ...words,
      ...(result?.numbers ? ['a number'] : []),
      ...(result?.data ? ['the bytes it read: THREAD.N, init or zero'] : []),
    ];
    const answers = can.length === 0 ? undefined : `it answers ${can.join(', ')}`;
    if (result === undefined) this.reading.report('no-result', of.at, op, name, 'answers nothing');
    else if (is.kind === 'word') {
      if (!words.includes(is.word)) this.reading.report('unknown-word', is.at, is.word, `as the answer of ${op} (${name})`, can);
    } else if (is.kind === 'number') {
      if (!result.numbers) this.reading.report('no-result', is.at, op, name, 'answers no number', answers);
    } else if (!result.data) this.reading.report('no-result', is.at, op, name, 'reads no bytes', answers);
  }

  private datum(is: Datum): void {
    const found = is.kind === 'written' ? this.operation(is.by) : undefined;
    if (is.kind !== 'written' || found === undefined || found.writes) return;
    const { thread, n } = is.by;
    const writers = this.reading.words.verbs.filter(({ writes }) => writes);
    const what = writers.map(({ name, writes }) => (typeof writes === 'string' ? `${name} … ${writes}` : name)).join(', ');
    this.reading.report('no-result', is.at, `${thread.value}.${n}`, found.name, 'writes no bytes', `what writes: ${what}`);
  }

  /** What an operation is and gives; `exit` and `wait` give nothing. Undefined when it is unknown or has a problem. */
  private operation({ thread, n, at }: OpRef): { name: string; result?: VerbWord['result']; writes?: boolean } | undefined {
    this.thread(thread);
    const ops = this.names.threads?.get(thread.value);
    if (!ops) return undefined;
    if (n < 1 || n > ops.length) return this.reading.report('no-such-operation', at, thread.value, n, ops.length);
    const op = ops[n - 1];
    if (op?.kind !== 'verb') return op && { name: op.kind };
    const verb = this.reading.words.verbs.find(({ name }) => name === op.verb.value);
    const word = typeof verb?.writes === 'string' ? verb.writes : undefined;
    const writes = word === undefined ? verb?.writes === true : op.words.some(({ value }) => value === word);
    return verb && { name: verb.name, result: verb.result, writes };
  }
}
