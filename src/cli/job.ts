// A job: what the search thread is given and what it sends back. Plain data, for it crosses from thread to thread.
import type { Judgement } from '../judge/index.js';
import type { Step } from '../report/index.js';
import type { Problem, ScenarioFile } from '../scenario/index.js';
import type { FieldNames } from './fields.js';

/** Which traces are told: those of what was not expected, of every violation, or of every sighting. */
export type Tell = 'nothing' | 'unexpected' | 'violations' | 'sightings';

/** A kernel with proposals, by name. */
export interface On {
  readonly kernel: string;
  readonly proposals: readonly string[];
}

export interface Job {
  readonly scenarios: readonly { readonly file: ScenarioFile; readonly on: readonly On[] }[];
  readonly statesMax: number;
  readonly bytesMax: number;
  readonly tell: Tell;
}

/** The way to the first sighting of a property, or a run that never comes to what it should. */
export interface Trace {
  readonly property: string;
  readonly steps: readonly Step[];
  readonly names: FieldNames;
  /** Of such a run, the first of the steps that it repeats for ever; undefined where it ends. */
  readonly cycle?: number;
  /** Where a deadlock or such a run leaves the threads that have not ended and do not go on. */
  readonly standing: readonly string[];
}

/** Why a search is not complete. */
export type Stopped = 'states' | 'memory' | 'time' | 'interrupted';

/** What came of one scenario on one kernel. */
export interface Ran {
  readonly scenario: number;
  readonly on: number;
  /** As composed: without proposals that the kernel has already. */
  readonly kernel: string;
  readonly judgement?: Judgement;
  readonly stopped?: Stopped;
  /** The scenario cannot be built there. */
  readonly problem?: Problem;
  /** A mistake of ours. */
  readonly failure?: string;
  readonly seconds: number;
  readonly traces: readonly Trace[];
}

export type News =
  | { readonly says: 'progress'; readonly scenario: number; readonly on: number; readonly pace: Progress }
  | { readonly says: 'ran'; readonly ran: Ran }
  | { readonly says: 'done' };

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** The one word that both threads see. */
export const enum Flag {
  go,
  time,
  interrupted,
}

export interface WorkerData {
  readonly job: Job;
  readonly flag: Int32Array;
}
