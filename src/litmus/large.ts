// Large folios in measured cases: how many pages stand for the many of one, and on which of them an operation is.
import type { Item } from '../machine/index.js';
import type { Shape, World } from '../model/index.js';
import { KINDS, OPS } from './cases.js';

/** Two pages stand for the many of a large folio. */
export const pagesOf = (kind: string): number => (/\b(thp|order)\b/.test(KINDS[kind] ?? '') ? 2 : 1);

/** What of a large page an operation is about: the page of the reference (_pg), another one (_sub), or, without an ending, all of them. */
export interface Extent {
  readonly op: string;
  readonly first: number;
  readonly count: number;
}
export function extentOf(kind: string, op: string): Extent {
  const pages = pagesOf(kind);
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

/** Behind them, a page with the same contents, where pages are merged. */
export const twinOf = pagesOf;

/** The part of a shape that says which pages there are: those of one mapping, and the twin. */
export function pagesShape(kind: string, twin: boolean): Pick<Shape, 'pages' | 'first' | 'count' | 'huge'> {
  const pages = pagesOf(kind);
  const each = <T>(of: (page: number) => T, last: T): T[] =>
    Array.from({ length: twin ? pages + 1 : pages }, (_, n) => (n < pages ? of(n) : last));
  return {
    pages: each(page => (pages === 1 ? 'A' : `A.${page}`), 'B'),
    first: each(() => 0, pages),
    count: each(() => pages, 1),
    huge: each(() => /\bthp\b/.test(KINDS[kind]), false),
  };
}
