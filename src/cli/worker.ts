// The search thread: it works through a job and sends news. It stops when the main thread raises the flag they share.
import { parentPort, workerData } from 'node:worker_threads';
import { type Composed, commitNamed, composed, kernelNamed } from '../history/index.js';
import { type Judgement, Series } from '../judge/index.js';
import { Flag, type Job, type News, type On, type Ran, type Stopped, type Tell, type Trace, type WorkerData } from './job.js';
import { traceOf } from './trace.js';
import { contradicts, isSighting } from './verdict.js';

const news_ms = 100;

const { job, flag } = workerData as WorkerData;
const send = (news: News): void => parentPort?.postMessage(news);
const raised = (): Flag => Atomics.load(flag, 0);

work(job);
send({ says: 'done' });

function work({ scenarios, statesMax, bytesMax, tell }: Job): void {
  scenarios.forEach(({ file, on }, scenario) => {
    let current = 0;
    let begin = 0;
    let last = 0;
    const series = new Series(file, {
      statesMax,
      bytesMax,
      interrupted(pace) {
        const now = performance.now();
        if (now - last >= news_ms && pace.states > 1) {
          last = now;
          send({ says: 'progress', scenario, on: current, pace: { ...pace, seconds: (now - begin) / 1000 } });
        }
        return raised() !== Flag.go;
      },
    });
    const told = new Set<string>();
    on.forEach((which, i) => {
      if (raised() !== Flag.go) return;
      current = i;
      begin = performance.now();
      send({ says: 'ran', ran: { scenario, on: i, ...ran(series, which, tell, told, () => (performance.now() - begin) / 1000) } });
    });
  });
}

type Answer = Omit<Ran, 'scenario' | 'on'>;

function ran(series: Series, { kernel, proposals }: On, tell: Tell, told: Set<string>, clock: () => number): Answer {
  const name = [kernel, ...proposals].join('+');
  try {
    const on = composed(
      kernelNamed(kernel) ?? unknown(kernel),
      proposals.map(id => commitNamed(id) ?? unknown(id)),
    );
    const { judgement, problem } = series.on(on);
    const seconds = clock();
    if (judgement === undefined) return { kernel: on.name, problem, seconds, traces: [] };
    const stopped = stoppedBy(judgement);
    return { kernel: on.name, judgement, ...(stopped && { stopped }), seconds, traces: tracesOf(series, on, judgement, tell, told) };
  } catch (error) {
    return { kernel: name, failure: error instanceof Error ? error.message : String(error), seconds: clock(), traces: [] };
  }
}

function unknown(name: string): never {
  throw new Error(`the search thread knows no ${name}`);
}

function stoppedBy({ bound }: Judgement): Stopped | undefined {
  return bound === 'interrupted' && raised() === Flag.time ? 'time' : bound;
}

/** Each search's sighting of a property is told once, whichever kernels share it. */
function tracesOf(series: Series, on: Composed, judgement: Judgement, tell: Tell, told: Set<string>): Trace[] {
  return judgement.properties.flatMap(verdict => {
    const wanted =
      (tell !== 'nothing' && contradicts(verdict)) || tell === 'sightings' || (tell === 'violations' && verdict.result === 'violated');
    const key = `${verdict.name} ${judgement.sameAs ?? judgement.kernel}`;
    if (!wanted || !isSighting(verdict) || told.has(key) || raised() === Flag.interrupted) return [];
    told.add(key);
    const way = series.tell(on, verdict.name);
    return way === undefined ? [] : [traceOf(series.file, on, verdict.name, way.moves, way.cycle)];
  });
}
