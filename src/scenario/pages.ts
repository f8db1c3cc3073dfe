// Pages: how a file names them. A large page A of four is A.0 to A.3, and A alone is its first page, or all of it, as the operation has it.
import type { Memory, ScenarioFile } from './syntax.js';

/** Pages that a THP has here, unless the file says an order: two decide what 512 do. */
const THP_ORDER = 1;

export const orderOf = ({ order, thp }: Memory): number => order?.value ?? (thp === undefined ? 0 : THP_ORDER);

/** The names of a memory entry's pages. */
export function namesOf(memory: Memory): string[] {
  const count = 1 << orderOf(memory);
  return count === 1 ? [memory.name] : Array.from({ length: count }, (_, n) => `${memory.name}.${n}`);
}

/** Consecutive pages. */
export interface Pages {
  readonly first: number;
  readonly count: number;
  readonly memory: Memory;
}

/** What each memory entry comes to, in order. */
export function layOut(file: ScenarioFile): Pages[] {
  let first = 0;
  return file.memory.map(memory => {
    const pages = { first, count: 1 << orderOf(memory), memory };
    first += pages.count;
    return pages;
  });
}

/** The pages that a name stands for: `A` all of them, `A.1` its second one. */
export function pagesNamed(file: ScenarioFile, name: string): Pages {
  const [base, nth] = name.split('.');
  const pages = layOut(file).find(({ memory }) => memory.name === base);
  if (pages === undefined) throw new Error(`the file has no page ${name}`);
  return nth === undefined ? pages : { ...pages, first: pages.first + Number(nth), count: 1 };
}

/** For each page, the one whose contents it has at first: mergeable pages are all alike. */
export function alikeOf(file: ScenarioFile): number[] {
  const pages = layOut(file);
  const mergeable = pages.find(({ memory }) => memory.state?.value === 'mergeable')?.first;
  return pages.flatMap(({ first, count, memory }) =>
    Array.from({ length: count }, (_, n) => (memory.state?.value === 'mergeable' ? (mergeable ?? first) : first + n)),
  );
}
