// Threads: who does what. The key carries the rest, `NAME [in PROC | as ROLE]`; a thread named like a device acts for it.
import type { Node } from 'yaml';
import type { Names } from './names.js';
import { type Doer, parseOps } from './ops.js';
import type { Passage, Word } from './passage.js';
import { isEmpty, type Reading } from './reading.js';
import type { Actor, Device, NumberedOp, Op, Thread } from './syntax.js';

export function parseThreads(reading: Reading, node: Node, names: Names, devices: readonly Device[]): Thread[] {
  const entries = reading.entries(node, 'threads');
  if (entries === undefined) names.threads = undefined;
  else if (entries.length === 0) reading.report('empty', reading.placeOf(node), 'threads', 'give it a thread: { reclaimer: [reclaim A] }');
  const lines = new Map<string, number>();
  const threads: Thread[] = [];
  for (const { key, value } of entries ?? []) {
    const [name] = key.words();
    if (name === undefined) {
      reading.report('bad-name', key.at(), key.text, 'a thread');
      continue;
    }
    names.declare(reading, { text: name.text, at: () => name.at }, 'thread');
    const before = lines.get(name.text);
    if (before !== undefined) reading.report('duplicate', name.at, name.text, 'threads', before);
    else lines.set(name.text, name.at.line);
    const device = devices.find(one => one.name === name.text);
    const actor = actorOf(reading, names, key, name, device);
    const ops = thoseOf(reading, value, names, { name: name.text, what: `thread ${name.text}`, actor, deviceKind: device?.kind.value });
    if (actor) threads.push({ name: name.text, actor, ops, at: name.at });
  }
  return threads;
}

/** Setup is a list of operations of mm0 that must come to an end. */
export function parseSetup(reading: Reading, node: Node, names: Names): Op[] {
  const actor: Actor = { kind: 'task', process: { value: 'mm0', at: reading.placeOf(node) } };
  return thoseOf(reading, node, names, { name: 'setup', what: 'setup', actor, deviceKind: undefined });
}

function thoseOf(reading: Reading, node: Node, names: Names, who: Omit<Doer, 'numbered' | 'depth'>): Op[] {
  const numbered: (NumberedOp | undefined)[] = [];
  const empty = isEmpty(node);
  if (empty) reading.report('empty', reading.placeOf(node), who.what, 'give it operations: [reclaim A]');
  const ops = empty ? [] : parseOps(reading, node, { ...who, numbered, depth: 0 });
  // A name that stands twice has been reported; its first operations count.
  if (!names.threads?.has(who.name)) names.threads?.set(who.name, ops && numbered);
  return ops ?? [];
}

function actorOf(reading: Reading, names: Names, key: Passage, name: Word, device: Device | undefined): Actor | undefined {
  const [, how, what, stray] = key.words();
  const process = what ? { value: what.text, at: what.at } : (device?.watches ?? { value: 'mm0', at: name.at });
  const inProcess: Actor = device ? { kind: 'device', device: device.name, process } : { kind: 'task', process };
  if (how === undefined) return inProcess;
  if (how.text !== 'in' && how.text !== 'as') return reading.report('unknown-word', how.at, how.text, `after ${name.text}`, ['in', 'as']);
  const choices = how.text === 'in' ? [...names.processes] : reading.words.roles;
  if (what === undefined)
    return reading.report('missing-word', how.at, how.text === 'in' ? 'a process' : 'a kernel thread', how.text, choices);
  if (stray !== undefined)
    return reading.report('stray-word', stray.at, stray.text, what.text, 'a thread is either in a process or a kernel thread');
  if (how.text === 'in') return inProcess;
  if (device) return reading.report('stray-word', how.at, 'as', name.text, `${name.text} is a device: leave "as …" out`);
  if (!reading.words.roles.includes(what.text)) return reading.report('unknown-role', what.at, what.text, reading.words.roles);
  return { kind: 'kthread', role: what.text };
}
