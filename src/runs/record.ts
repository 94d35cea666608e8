/**
 * What is kept of a run, as plain data: everything that decided it, everything that was measured on the way, and what came
 * of it. Written to the browser's storage and into archives. The adapter lies beside it (`StoredRun`), since it is large.
 */
import type { AdapterFiles } from '../bundle/types';
import type { Problem } from '../core/problem';
import type { PartCounts } from '../dataset/summary';
import type { SplitOptions } from '../dataset/types';
import type { RunConfig } from '../training/config';
import type { Best, EpochPoint, StepPoint } from '../training/train';
import type { PartPredictions, RunReport } from '../worker/protocol';

/** Which data set a run was made on, and how it was divided. */
export interface RunData {
  readonly name: string;
  readonly layout: string;
  readonly classes: readonly string[];
  readonly parts: PartCounts;
  readonly split: SplitOptions;
  /** Changes with any clip, label, part or fold (`subjectData`). */
  readonly fingerprint: string;
}

/** Which backbone a run was made on. `origin` is the hub's name for it, where it is from there. */
export interface RunBackbone {
  readonly name: string;
  readonly sha256: string;
  readonly origin: { readonly repo: string; readonly revision: string } | null;
}

/** What is known once there is a model. `mean` and `std` are of the training part's features. */
export interface RunFacts {
  readonly trainable: number;
  readonly total: number;
  readonly mean: number;
  readonly std: number;
  readonly stepsPerEpoch: number;
}

/** Several runs that were asked for at once: a sweep. */
export interface RunGroup {
  readonly id: string;
  readonly title: string;
}

/** A run without its steps and predictions: what a table of runs needs, and is held for each of them. */
export interface RunEntry {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  /** When it was started, ISO 8601. */
  readonly createdAt: string;
  readonly origin: 'trained' | 'imported' | 'example';
  readonly status: 'finished' | 'stopped' | 'failed';
  readonly group: RunGroup | null;
  readonly config: RunConfig;
  readonly backbone: RunBackbone;
  readonly data: RunData;
  readonly backend: { readonly name: string; readonly device: string } | null;
  /** Of this page. */
  readonly version: string;
  readonly facts: RunFacts;
  readonly epochs: readonly EpochPoint[];
  readonly best: Best | null;
  /** Null where it failed. */
  readonly report: RunReport | null;
  /** Why it failed. */
  readonly problem: Problem | null;
  /** How many steps were made; the record keeps fewer where there were more than `MOST_STEPS`. */
  readonly stepCount: number;
}

/** The large part of a record, read when it is looked at. */
export interface RunDetails {
  readonly steps: readonly StepPoint[];
  /** Of the best epoch, on each part that it was evaluated on; null where the run failed. */
  readonly predictions: readonly PartPredictions[] | null;
}

export interface RunRecord extends RunEntry, RunDetails {}

/** A run with its adapter; null where it left none, or where its files could not be kept. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly adapter: AdapterFiles | null;
}

/** The record in its two parts. */
export function partsOf({ steps, predictions, ...entry }: RunRecord): { entry: RunEntry; details: RunDetails } {
  return { entry, details: { steps, predictions } };
}

/** How long a name may be: as long as a line of the table can show. */
export const MOST_NAME = 200;
export const MOST_NOTES = 20_000;

/** Seconds that a run took: its report's, else to its last step. */
export function runSeconds(run: RunEntry & Partial<RunDetails>): number | null {
  return run.report?.seconds ?? run.steps?.at(-1)?.seconds ?? null;
}
