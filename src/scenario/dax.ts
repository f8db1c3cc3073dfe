// Files on fs-DAX in scenarios: who may pin their pages is modelled, and little else.
import type { Place } from './place.js';
import { atomsOf, conditionsOf } from './results.js';
import type { Memory, ScenarioFile } from './syntax.js';

/** Operations that know such a file: there is no page cache that they would have to do with. */
export const KNOW_DAX: readonly string[] = ['read', 'write', 'pin', 'get', 'unpin', 'dma', 'munmap', 'mprotect'];
const OF_THE_PAGE_CACHE: readonly string[] = ['dirty', 'buffers', 'writeback', 'cached'];

const isDax = ({ filesystem }: Memory): boolean => filesystem?.value === 'dax';
export const hasDax = (file: ScenarioFile): boolean => file.memory.some(isDax);

/** What a scenario with such a file says that is not modelled, if it says such a thing. */
export function cannotBeDax(file: ScenarioFile): { readonly why: string; readonly at: Place } | undefined {
  const files = file.memory.filter(isDax);
  if (files.length === 0) return undefined;
  if (file.frames !== undefined) return { why: 'reclaim beside a file on fs-DAX is not modelled; leave "frames" out', at: file.frames.at };
  for (const { name, order, zone, state, at } of files) {
    const odd = zone ?? (state?.value === 'dirty' || state?.value === 'clean' ? undefined : state);
    if (order !== undefined) return { why: `"${name}": large pages of fs-DAX are not modelled; leave the order out`, at };
    if (odd !== undefined) return { why: `"${name}": a page of fs-DAX that is "${odd.value}" is not modelled; leave that out`, at };
  }
  for (const atom of conditionsOf(file).flatMap(atomsOf)) {
    const ofCache =
      (atom.kind === 'flag' && OF_THE_PAGE_CACHE.includes(atom.flag)) ||
      (atom.kind === 'data' && atom.by === 'disk') ||
      (atom.kind === 'count' && atom.of === 'refcount');
    if (ofCache && files.some(({ name }) => name === atom.page.page.value))
      return { why: 'a file on fs-DAX has no page cache: what this asks for is not modelled', at: atom.at };
  }
  return undefined;
}
