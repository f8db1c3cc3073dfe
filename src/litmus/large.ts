// Large folios in measured cases: how many pages stand for the many of one, and on which of them an operation is.
import type { Item } from '../machine/index.js';
import type { Shape, World } from '../model/index.js';
import { KINDS, OPS } from './cases.js';

/** Two pages stand for the many of a large folio. */
const isLarge = (kind: string): boolean => /\b(thp|order)\b/.test(KINDS[kind] ?? '');
/** A range of 2 MiB in which only the first page is there, or two pages of it. */
const isPartOfHuge = (kind: string, op: string): boolean => op === 'collapse' && /^anon\b/.test(KINDS[kind] ?? '') && !isLarge(kind);
export const pagesOf = (kind: string, op: string): number => (isLarge(kind) || isPartOfHuge(kind, op) ? 2 : 1);

/** What of a large page an operation is about: the page of the reference (_pg), another one (_sub), or, without an ending, all of them. */
export interface Extent {
  readonly op: string;
  readonly first: number;
  readonly count: number;
}
export function extentOf(kind: string, op: string): Extent {
  const pages = pagesOf(kind, op);
  if (pages === 1) return { op, first: 0, count: 1 };
  if (op.endsWith('_pg')) return { op: op.slice(0, -3), first: 0, count: 1 };
  if (op.endsWith('_sub')) return { op: op in OPS ? op : op.slice(0, -4), first: pages - 1, count: 1 };
  return { op, first: 0, count: pages };
}

/** An operation on a range: an item of a path that takes one gets it. */
export function over(item: Item<World>, { first, count }: Extent): Item<World> {
  if (item.kind !== 'run' || first + count === 1) return item;
  return {
    ...item,
    args: me => {
      if ('more' in me) me.more = count - 1;
      if ('page' in me) me.page = first;
      item.args(me);
    },
  };
}

/** The page of such a range that has been written as well, unless nothing was: it makes the range writable. */
export const neighbourOf = (kind: string, op: string): number => (isPartOfHuge(kind, op) && kind !== 'zeropage' ? 1 : 0);

/** Behind them, a page with the same contents, where pages are merged. */
export const twinOf = (kind: string, op: string): number => pagesOf(kind, op);

/** The part of a shape that says which pages there are: those of one mapping, and the twin. */
export function pagesShape(kind: string, op: string, twin: boolean): Pick<Shape, 'pages' | 'first' | 'count' | 'huge'> {
  const pages = pagesOf(kind, op);
  const each = <T>(of: (page: number) => T, last: T): T[] =>
    Array.from({ length: twin ? pages + 1 : pages }, (_, n) => (n < pages ? of(n) : last));
  return {
    pages: each(page => (pages === 1 ? 'A' : `A.${page}`), 'B'),
    first: each(() => 0, pages),
    count: each(() => pages, 1),
    huge: each(() => /\bthp\b/.test(KINDS[kind]) || isPartOfHuge(kind, op), false),
  };
}
