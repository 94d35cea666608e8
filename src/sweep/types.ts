/**
 * A sweep as plain data: a queue of runs, each with everything that decides it and, once done, with what came of it.
 * Written to the browser's storage and into tables; made by plan.ts, changed by state.ts alone.
 */
import type { Problem } from '../core/problem';
import type { SplitOptions } from '../dataset/types';
import type { RunConfig } from '../training/config';
import type { Best, EpochPoint } from '../training/train';

/** Which data set a run is about. `digest` changes with any clip, label, part or fold (see fingerprint.ts). */
export interface SubjectData {
  readonly name: string;
  readonly layout: string;
  readonly classes: number;
  readonly clips: number;
  readonly folds: readonly number[];
  readonly digest: string;
}

/** Which backbone a run is about. */
export interface SubjectBackbone {
  readonly name: string;
  readonly sha256: string;
  readonly dim: number;
  /** Mel bins and frames of a patch. */
  readonly patch: readonly [number, number];
  readonly pretrainedOn: 'images' | 'audio';
}

/** What has to be loaded for a run to be made, and what its result belongs to. The split is the run's own. */
export interface Subject {
  readonly data: SubjectData;
  readonly backbone: SubjectBackbone;
}

/** A run that is wanted: its settings, its split, and the rates among which validation is to choose, if it is to. */
export interface PlannedRun {
  readonly config: RunConfig;
  readonly split: SplitOptions;
  readonly rates: readonly number[] | null;
}

/** What came of a run. */
export interface SweepResult {
  readonly trainable: number;
  /** Parameters of the backbone, which shares are taken of. */
  readonly total: number;
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: readonly EpochPoint[];
  readonly best: Best | null;
  /** The best epoch on the test part, where there is one. */
  readonly test: { readonly top1: number; readonly mAP: number; readonly loss: number } | null;
  /** Top-5 at the best epoch on the test part, else on validation; null where there are five classes or fewer. */
  readonly top5: number | null;
  readonly seconds: number;
  readonly backend: string;
  readonly device: string;
  /** Of this page. */
  readonly version: string;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** One run of the queue. */
export interface SweepRun extends PlannedRun {
  /** Follows from settings, split and subject: the same run is never queued twice. */
  readonly id: string;
  /** Place in the queue, ascending. */
  readonly order: number;
  readonly subject: Subject;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly result: SweepResult | null;
  /** Why it failed. */
  readonly problem: Problem | null;
}

/** A run that is done. */
export type DoneRun = SweepRun & { readonly result: SweepResult };

export function isDone(run: SweepRun): run is DoneRun {
  return run.state === 'done' && run.result !== null;
}

/** Whether two are about the same data set and backbone. */
export function isSameSubject(a: Subject, b: Subject): boolean {
  return a.data.digest === b.data.digest && a.backbone.sha256 === b.backbone.sha256;
}
