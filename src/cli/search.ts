// A search, from outside: a thread of its own does the work, so that this one can show progress, keep the time and hear Ctrl-C.
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { statusLine } from '../report/index.js';
import { Flag, type Job, type News, type Ran } from './job.js';
import type { Context } from './verb.js';

export interface SearchOptions {
  /** For all searches together. */
  readonly seconds?: number;
  /** Between two lines of progress where nobody looks at a terminal. */
  readonly interval_s: number;
  /** `NAME v5.9`: what one of the searches is called. */
  readonly title: (scenario: number, on: number) => string;
}

export interface Found {
  readonly ran: readonly Ran[];
  /** Why some were not searched, or not to their end. */
  readonly cut?: 'time' | 'interrupted';
  readonly seconds: number;
}

/** The share of this machine's memory that one search may fill. */
const memoryShare = 0.4;

export const bytesMax = (): number => Math.floor(totalmem() * memoryShare);

/** Runs the job to its end, or to where it is told to stop; what was found until then is in the answer. */
export function search(job: Job, context: Context, { seconds, interval_s, title }: SearchOptions): Promise<Found> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const ran: Ran[] = [];
  const begin = performance.now();
  const searches = job.scenarios.flatMap(({ on }, scenario) => on.map((_, i) => `${scenario} ${i}`));
  let cut: Found['cut'];
  let shown = begin;
  const raise = (why: NonNullable<Found['cut']>): void => {
    cut ??= why;
    Atomics.store(flag, 0, why === 'time' ? Flag.time : Flag.interrupted);
  };
  const progress = ({ scenario, on, pace }: Extract<News, { says: 'progress' }>): void => {
    const now = performance.now();
    if (!context.terminal && now - shown < interval_s * 1000) return;
    shown = now;
    const number = `${searches.indexOf(`${scenario} ${on}`) + 1}/${searches.length}`;
    const named = { ...pace, title: `${number} ${title(scenario, on)}`, statesMax: job.statesMax };
    if (context.terminal) context.status(statusLine(named, context.terminalColumns - 1));
    else context.say(statusLine(named, Number.POSITIVE_INFINITY));
  };

  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { job, flag } });
    const interrupt = (): void => raise('interrupted');
    const limit = seconds === undefined ? undefined : setTimeout(() => raise('time'), seconds * 1000);
    const end = (settle: () => void): void => {
      clearTimeout(limit);
      context.signal.removeEventListener('abort', interrupt);
      context.status('');
      settle();
    };
    if (context.signal.aborted) interrupt();
    context.signal.addEventListener('abort', interrupt);
    worker.on('message', (news: News) => {
      if (news.says === 'progress') progress(news);
      else if (news.says === 'ran') ran.push(news.ran);
      else end(() => resolve({ ran, cut, seconds: (performance.now() - begin) / 1000 }));
    });
    worker.once('error', error => end(() => reject(error)));
    worker.once('exit', code => end(() => reject(new Error(`the search thread ended with ${code} before its work was done`))));
  });
}
