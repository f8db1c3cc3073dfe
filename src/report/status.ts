// The status line of a search: what it has done, how fast, and how far it could still have to go.
import { bytesText, clockText } from './number.js';
import { cut } from './wrap.js';

export interface Pace {
  /** Which of the searches this is: `3/11 NAME v5.9`. */
  readonly title: string;
  /** Distinct states found. */
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
  /** Of this search. */
  readonly seconds: number;
  /** Where it stops at the latest. */
  readonly statesMax: number;
}

/** One line, never longer than `columns`; what matters least stands last. */
export function statusLine(pace: Pace, columns: number): string {
  const { title, states, transitions, frontier, depth, bytes, seconds, statesMax } = pace;
  const rate = seconds > 0 ? states / seconds : 0;
  const parts = [
    `${short(states)} states`,
    `${short(rate)}/s`,
    `${short(transitions)} steps`,
    `frontier ${short(frontier)}`,
    `depth ${depth}`,
    bytesText(bytes),
    clockText(seconds),
    eta(states, rate, statesMax),
  ];
  const rest = parts.join(', ');
  return cut(`${cut(title, Math.max(12, columns - rest.length - 2))}  ${rest}`, columns);
}

/** Nobody knows how many states there are; the bound says when it is over at the latest. */
function eta(states: number, rate: number, statesMax: number): string {
  const left = rate > 0 ? (statesMax - states) / rate : Number.POSITIVE_INFINITY;
  return left < 100 * 3600 ? `ETA <${clockText(left)}` : 'ETA unknown';
}

function short(count: number): string {
  if (count < 10_000) return `${Math.round(count)}`;
  return count < 999_500 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}M`;
}
