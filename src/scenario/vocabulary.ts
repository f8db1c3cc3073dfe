// The words that this model and these kernels give to scenario files.
import { COMMITS, KERNELS, PROPOSALS } from '../history/index.js';
import { labelName } from '../machine/index.js';
import { BASE, DEVICE_KINDS, PROPERTIES } from '../model/index.js';
import type { DeviceWord, VerbWord, Vocabulary } from './words.js';

const DEVICE_VERBS: Readonly<Record<string, readonly string[]>> = {
  pin: ['pin', 'unpin', 'dma', 'submit', 'retire'],
  dio: ['pin', 'unpin', 'dma'],
  get: ['get', 'unpin', 'dma'],
  nothing: ['map'],
};

/** The kinds without their version, each once: `i915` stands for what the kernel at hand has. */
function deviceWords(): DeviceWord[] {
  const names = [...new Set(DEVICE_KINDS.map(({ name }) => name.split('@')[0]))];
  return names.map(name => {
    const kinds = DEVICE_KINDS.filter(kind => kind.name.split('@')[0] === name);
    const versions = kinds.map(kind => kind.name.split('@')[1]).filter(version => version !== undefined);
    return { name, versions, verbs: DEVICE_VERBS[kinds[0].holds] };
  });
}

const VERBS: readonly VerbWord[] = [
  { name: 'read', object: 'page', by: ['task'], result: { data: true } },
  { name: 'write', object: 'page', by: ['task'], writes: true },
  { name: 'dontneed', object: 'page', by: ['task'] },
  { name: 'guard', object: 'page', by: ['task'] },
  { name: 'munmap', object: 'page', by: ['task'] },
  { name: 'mmap', object: 'page', by: ['task'] },
  { name: 'mprotect', object: 'page', by: ['task'], words: [{ words: ['none', 'ro', 'rw'], required: true }] },
  { name: 'clear-refs', object: 'page', by: ['task'] },
  { name: 'uffd-wp', object: 'page', by: ['task'], words: [{ words: ['on', 'off'], required: true }] },
  { name: 'uffd-move', object: 'page', by: ['task'] },
  { name: 'mremap', object: 'page', by: ['task'] },
  { name: 'mlock', object: 'page', by: ['task'] },
  { name: 'populate', object: 'page', by: ['task'] },
  { name: 'swapoff', object: 'page', by: ['task'] },
  { name: 'free', object: 'page', by: ['task'] },
  { name: 'cold', object: 'page', by: ['task'] },
  { name: 'pageout', object: 'page', by: ['task'] },
  { name: 'reclaim', object: 'page', by: ['task', 'kthread'] },
  {
    name: 'pin',
    object: 'page',
    by: ['device'],
    words: [{ words: ['write', 'read'] }, { words: ['longterm'] }, { words: ['fast'] }],
    count: { min: 1, max: 2_097_152 },
  },
  { name: 'get', object: 'page', by: ['device'], words: [{ words: ['write', 'read'] }], count: { min: 1, max: 65_535 } },
  { name: 'unpin', object: 'page', by: ['device'], words: [{ words: ['dirty'] }] },
  {
    name: 'dma',
    object: 'page',
    by: ['device'],
    words: [{ words: ['write', 'read'], required: true }],
    result: { data: true },
    writes: 'write',
  },
  { name: 'map', object: 'page', by: ['device'] },
  { name: 'submit', object: 'none', by: ['device'] },
  { name: 'retire', object: 'none', by: ['device'] },
];

/** Every name that a step has in some kernel: its first one, and what a commit calls it. */
function stepNames(): string[] {
  const names = BASE.flatMap(path => path.order.map(labelName));
  for (const { changes } of [...COMMITS, ...PROPOSALS])
    for (const { edits } of changes)
      for (const { labels, title } of edits) names.push(...labels.map(labelName), ...(title === undefined ? [] : [title]));
  return [...new Set(names)].sort();
}

export const VOCABULARY: Vocabulary = {
  kernels: KERNELS.map(kernel => kernel.name),
  proposals: PROPOSALS.map(proposal => proposal.id),
  properties: PROPERTIES.map(({ name, kind }) => ({ name, kinds: kind === 'sometimes' ? [kind, 'eventually'] : [kind] })),
  memory: ['anon'],
  devices: deviceWords(),
  roles: ['kswapd'],
  verbs: VERBS,
  labels: stepNames(),
};
