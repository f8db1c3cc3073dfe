// Devices: who may pin pages or hear mmu notifiers, `NAME: KIND[@VERSION] [watches PROC]`.
// The version is the driver's: an i915 of v5.13 may stand in any kernel.
import type { Node } from 'yaml';
import type { Names } from './names.js';
import type { Passage } from './passage.js';
import type { Placed } from './place.js';
import type { Reading } from './reading.js';
import type { Device } from './syntax.js';

export function parseDevices(reading: Reading, node: Node, names: Names): Device[] {
  const entries = reading.entries(node, 'devices');
  if (entries === undefined) names.devices = undefined;
  const devices: Device[] = [];
  for (const { key, value } of entries ?? []) {
    names.declare(reading, { text: key.text, at: () => key.at() }, 'device');
    const passage = reading.passage(value, `device ${key.text}`);
    const device = passage && parseDevice(reading, key, passage);
    if (device) devices.push(device);
  }
  return devices;
}

function parseDevice(reading: Reading, key: Passage, passage: Passage): Device | undefined {
  const [what, verb, process, stray] = passage.words();
  const kinds = reading.words.devices.map(({ name }) => name);
  if (what === undefined) return reading.report('empty', passage.at(), `device ${key.text}`, `its kind is one of: ${kinds.join(', ')}`);
  const [name, version] = passage.slice(what.from, what.from + what.text.length).split('@') as [Passage, Passage?];
  const known = reading.words.devices.find(word => word.name === name.text);
  if (known === undefined) reading.report('unknown-kind', name.at(), name.text, 'device', kinds);
  else if (version !== undefined) {
    const versions = known.versions ?? reading.words.kernels;
    if (!versions.includes(version.text)) reading.report('unknown-version', version.at(), version.text, known.name, versions);
  }
  let watches: Placed<string> | undefined;
  if (verb !== undefined && verb.text !== 'watches')
    reading.report('unknown-word', verb.at, verb.text, `in device ${key.text}`, ['watches']);
  else if (verb !== undefined && process === undefined) reading.report('missing-word', verb.at, 'a process', 'watches', ['mm0']);
  else if (process !== undefined) watches = { value: process.text, at: process.at };
  if (watches && stray) reading.report('stray-word', stray.at, stray.text, watches.value, 'a device watches one process');
  return {
    name: key.text,
    kind: { value: name.text, at: name.at() },
    version: version && { value: version.text, at: version.at() },
    watches,
    at: key.at(),
  };
}
