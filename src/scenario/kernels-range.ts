// Ranges of kernels: `v5.8`, `v5.8..v5.10.7`, with proposals `v5.8+v1`, a bare `+v1`, or `others`, in a list with commas.
// The order of the kernels is the vocabulary's, not that of their numbers.
import { isSeq, type Node } from 'yaml';
import type { Passage } from './passage.js';
import { quote } from './problem.js';
import type { Reading } from './reading.js';
import type { KernelRange, KernelSet, OneKernel } from './syntax.js';

/** The sets of one list; those that have a problem are left out. */
export function parseKernelSets(reading: Reading, passage: Passage): KernelSet[] {
  return passage.split(',').flatMap(piece => kernelSet(reading, piece) ?? []);
}

/** The entry `kernels`: a text with commas or a list of texts, and neither proposals nor `others`. */
export function parseKernels(reading: Reading, node: Node): (OneKernel | KernelRange)[] {
  const nodes = isSeq(node) ? (node.items as Node[]) : [node];
  if (nodes.length === 0) reading.report('empty', reading.placeOf(node), 'kernels', 'name a kernel, or leave the entry out: it means all');
  return nodes.flatMap(item => {
    const passage = reading.passage(item, 'kernels');
    const sets = passage ? parseKernelSets(reading, passage) : [];
    return sets.flatMap(set => {
      if ((set.kind === 'kernel' || set.kind === 'range') && set.proposals.length === 0) return [set];
      reading.report('wrong-type', set.at, 'kernels', 'kernels and ranges of kernels only', quote(kernelSetText(set)));
      return [];
    });
  });
}

function kernelSet(reading: Reading, piece: Passage): KernelSet | undefined {
  const at = piece.at();
  const kernels = reading.words.kernels;
  if (piece.text === '') return reading.report('empty', at, 'a kernel', `name one of: ${kernels.join(', ')}`);
  if (piece.text === 'others') return { kind: 'others', proposals: [], at };
  const [base, ...names] = piece.split('+') as [Passage, ...Passage[]];
  const proposals = names.flatMap(name => proposal(reading, name) ?? []);
  const wrong = proposals.length < names.length;
  if (base.text === '') return wrong ? undefined : { kind: 'any', proposals, at };
  const [first, last] = base.split('..') as [Passage, Passage?];
  const from = kernelAt(reading, first, last && `..${last.text}`);
  const to = last === undefined ? from : kernelAt(reading, last, `${first.text}..`);
  if (wrong || from === undefined || to === undefined) return undefined;
  if (last === undefined) return { kind: 'kernel', kernel: first.text, proposals, at };
  if (from > to) return reading.report('range-upside-down', base.at(), first.text, last.text);
  return { kind: 'range', first: first.text, last: last.text, kernels: kernels.slice(from, to + 1), proposals, at };
}

function kernelAt(reading: Reading, name: Passage, beside: string | undefined): number | undefined {
  const { kernels } = reading.words;
  const index = kernels.indexOf(name.text);
  if (index >= 0) return index;
  if (name.text === '' && beside !== undefined) return reading.report('missing-word', name.at(), 'a kernel on both sides', beside, kernels);
  return reading.report('unknown-kernel', name.at(), name.text, [...kernels, 'others']);
}

function proposal(reading: Reading, name: Passage): string | undefined {
  if (reading.words.proposals.includes(name.text)) return name.text;
  return reading.report('unknown-proposal', name.at(), name.text, reading.words.proposals);
}

/** As it is written. */
export function kernelSetText(set: KernelSet): string {
  const base =
    set.kind === 'kernel' ? set.kernel : set.kind === 'range' ? `${set.first}..${set.last}` : set.kind === 'others' ? 'others' : '';
  return base + set.proposals.map(name => `+${name}`).join('');
}
