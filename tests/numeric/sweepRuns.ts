import { DEFAULT_SPLIT } from '../../src/dataset/defaultSplit';
import type { SplitOptions } from '../../src/dataset/types';
import { runId } from '../../src/sweep/state';
import type { DoneRun, PlannedRun, Subject, SweepResult, SweepRun } from '../../src/sweep/types';
import { DEFAULT_CONFIG, type RunConfig } from '../../src/training/config';
import type { EpochPoint } from '../../src/training/train';

/** Five folds of a data set of fifty classes, on a small backbone from images. */
export const SUBJECT: Subject = {
  data: {
    name: 'ESC-50-master',
    layout: 'esc50',
    classes: 50,
    clips: 2000,
    folds: [1, 2, 3, 4, 5],
    digest: 'd'.repeat(16),
  },
  backbone: { name: 'ViT-Nano', sha256: 'a'.repeat(64), dim: 128, patch: [16, 16], pretrainedOn: 'images' },
};

export function planned(
  config: Partial<RunConfig> = {},
  split: Partial<SplitOptions> = {},
  rates: readonly number[] | null = null,
): PlannedRun {
  return { config: { ...DEFAULT_CONFIG, ...config }, split: { ...DEFAULT_SPLIT, ...split }, rates };
}

/** A run that waits. */
export function queued(run: PlannedRun = planned(), subject: Subject = SUBJECT, order = 1): SweepRun {
  return { ...run, id: runId(run, subject), subject, order, state: 'waiting', result: null, problem: null };
}

/** Epochs of these top-1 on validation, mAP being half of it. */
export function epochsOf(top1: readonly number[]): EpochPoint[] {
  return top1.map((value, i) => ({
    epoch: i + 1,
    step: 10 * (i + 1),
    trainLoss: 1,
    trainTop1: 0.5,
    loss: 1,
    top1: value,
    mAP: value / 2,
  }));
}

/** What came of a run with these top-1 by epoch. */
export function sampleResult(top1: readonly number[] = [0.5], patch: Partial<SweepResult> = {}): SweepResult {
  const epochs = epochsOf(top1);
  const best = epochs.reduce((a, b) => (b.top1 > a.top1 ? b : a));
  return {
    trainable: 38_410,
    total: 1_200_000,
    clips: { train: 320, validation: 80, test: 0 },
    epochs,
    best: { epoch: best.epoch, top1: best.top1, mAP: best.mAP },
    test: null,
    top5: null,
    seconds: 10,
    backend: 'wasm',
    device: 'SIMD',
    version: '0.1.0',
    finishedAt: '2030-01-02T03:04:05.000Z',
    ...patch,
  };
}

/** A run that is done. */
export function done(run: PlannedRun, result: SweepResult, subject: Subject = SUBJECT, order = 1): DoneRun {
  return { ...queued(run, subject, order), state: 'done', result };
}
