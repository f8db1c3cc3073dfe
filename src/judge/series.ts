// A series: one scenario on many kernels, each searched once for all that do the same.
import type { Composed } from '../history/index.js';
import { absent, type Problem, type ScenarioFile } from '../scenario/index.js';
import { agrees, type Footprint, footprintOf } from './footprint.js';
import { type Judged, type Judgement, type JudgeOptions, judge, judgementFor, type Told, tellFirst } from './judge.js';

export interface Entry {
  readonly kernel: Composed;
  readonly judgement?: Judgement;
  readonly problem?: Problem;
}

export class Series {
  private readonly searched: { judged: Judged; footprint: Footprint }[] = [];
  private readonly entries = new Map<string, Judged>();

  constructor(
    readonly file: ScenarioFile,
    private readonly options: JudgeOptions,
  ) {}

  /** The judgement on one kernel: from a search, or from an earlier one that covers it. */
  on(kernel: Composed): Entry {
    const missing = absent(this.file, kernel);
    if (missing !== undefined) return { kernel, problem: missing };
    for (const { judged, footprint } of this.searched) {
      if (!agrees(footprint, kernel)) continue;
      this.entries.set(kernel.name, judged);
      return { kernel, judgement: kernel.name === judged.judgement.kernel ? judged.judgement : judgementFor(judged, kernel) };
    }
    const { judged, problem } = judge(this.file, kernel, this.options);
    if (judged === undefined) return { kernel, problem };
    // A search that was cut short says nothing about others.
    if (judged.judgement.bound === undefined) this.searched.push({ judged, footprint: footprintOf(judged.built) });
    this.entries.set(kernel.name, judged);
    return { kernel, judgement: judged.judgement };
  }

  /** Tells the first sighting of a property on a kernel judged before. */
  tell(kernel: Composed, property: string): Told | undefined {
    const judged = this.entries.get(kernel.name);
    return judged === undefined ? undefined : tellFirst(judged, property);
  }
}
