import { topK } from '../metrics/metrics';
import type { Best, EpochPoint } from '../training/train';
import { APP_VERSION } from './version';
import type { SweepResult } from './types';

/** What a run leaves behind, as far as a result needs it. */
export interface FinishedRun {
  readonly epochs: readonly EpochPoint[];
  readonly report: {
    readonly trainable: number;
    readonly total: number;
    readonly best: Best | null;
    readonly test: { readonly top1: number; readonly mAP: number; readonly loss: number } | null;
    readonly seconds: number;
  };
  readonly predictions: readonly { readonly labels: readonly number[]; readonly scores: readonly number[] }[];
  readonly clips: SweepResult['clips'];
  readonly classes: number;
  readonly backend: { readonly name: string; readonly device: string } | null;
}

/** The record of a run that has finished. */
export function resultOf(run: FinishedRun, finishedAt: Date): SweepResult {
  const { trainable, total, best, test, seconds } = run.report;
  return {
    trainable,
    total,
    clips: run.clips,
    epochs: run.epochs.map(({ epoch, step, trainLoss, trainTop1, loss, top1, mAP }) => ({
      epoch,
      step,
      trainLoss,
      trainTop1,
      loss,
      top1,
      mAP,
    })),
    best: best && { epoch: best.epoch, top1: best.top1, mAP: best.mAP },
    test: test && { top1: test.top1, mAP: test.mAP, loss: test.loss },
    top5: topFive(run),
    seconds,
    backend: run.backend?.name ?? '',
    device: run.backend?.device ?? '',
    version: APP_VERSION,
    finishedAt: finishedAt.toISOString(),
  };
}

/** Top-5 on validation; null where five answers are all there are, and where a clip is of several classes. */
function topFive({ predictions, classes }: FinishedRun): number | null {
  const isSingle = predictions.every(({ labels }) => labels.length === 1);
  if (predictions.length === 0 || classes <= 5 || !isSingle) return null;
  return topK(
    {
      scores: Float64Array.from(predictions.flatMap(({ scores }) => [...scores])),
      labels: predictions.map(({ labels }) => labels[0] ?? 0),
      classCount: classes,
    },
    5,
  );
}
