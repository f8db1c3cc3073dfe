// A condition's text: how a tree is written, with no more parentheses than it needs; parsing it gives the same tree again.
// What tests write so that the parser may read it.
import type { Condition, Datum, OpRef, PageRef, Value } from '../../src/scenario/syntax.js';

/** How tightly each kind binds; an atom binds tightest. */
const binding = { or: 1, and: 2, not: 3 } as const;

export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'not':
      return `not ${inside(condition.of, binding.not)}`;
    case 'and':
    case 'or': {
      const own = binding[condition.kind];
      return `${inside(condition.left, own)} ${condition.kind} ${inside(condition.right, own + 1)}`;
    }
    case 'pte':
    case 'frame':
    case 'signal':
      return `${condition.kind}(${pageText(condition.page)}) is ${condition.is}`;
    case 'pinned':
      return `pinned(${pageText(condition.page)}${condition.by === undefined ? '' : ` by ${condition.by.value}`})`;
    case 'data':
      return `data(${pageText(condition.page)} by ${condition.by}) = ${valueText(condition.is)}`;
    case 'count':
      return `${condition.of}(${pageText(condition.page)}) ${condition.op} ${condition.n}`;
    case 'flag':
      return `${condition.flag}(${pageText(condition.page)})`;
    case 'free':
      return `free ${condition.op} ${condition.n}`;
    case 'result':
      return `${opText(condition.of)} = ${valueText(condition.is)}`;
    case 'done':
      return `${condition.thread.value} done`;
    case 'at':
      return `${condition.thread.value} at ${condition.label.value}`;
  }
}

function inside(condition: Condition, least: number): string {
  const binds = condition.kind in binding ? binding[condition.kind as keyof typeof binding] : Number.POSITIVE_INFINITY;
  return binds < least ? `(${conditionText(condition)})` : conditionText(condition);
}

const pageText = ({ page, process }: PageRef): string => (process === undefined ? page.value : `${page.value}@${process.value}`);
const opText = ({ thread, n }: OpRef): string => `${thread.value}.${n}`;

function valueText(value: Value | Datum): string {
  switch (value.kind) {
    case 'number':
      return `${value.number}`;
    case 'word':
      return value.word;
    case 'written':
      return opText(value.by);
    default:
      return value.kind;
  }
}
