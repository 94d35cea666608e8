import { evaluate } from '../../metrics/metrics';
import type { Part } from '../../dataset/types';
import type { Prediction } from '../../worker/protocol';

/** What the model said of every clip of a part. */
export interface PartPredictions {
  readonly part: Exclude<Part, 'train'>;
  readonly predictions: readonly Prediction[];
}

/** What a part's predictions amount to for one class. Shares in [0, 1], NaN where there is nothing to divide by. */
export interface ClassScore {
  readonly averagePrecision: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** How many clips are of the class. */
  readonly support: number;
}

/** What a part's predictions amount to. */
export interface PartScores {
  readonly clips: number;
  readonly top1: number;
  /** Null where there are at most five classes: any answer would be among five. */
  readonly top5: number | null;
  readonly mAP: number;
  /** [C] */
  readonly perClass: readonly ClassScore[];
}

/** Fewer classes than this leave top-5 without a meaning. */
const LEAST_FOR_TOP5 = 6;

/** Everything that the results show of a part. The metrics themselves are those of `metrics`. */
export function scorePart(predictions: readonly Prediction[], classCount: number): PartScores {
  const metrics = evaluate({
    scores: predictions.flatMap(({ scores }) => scores),
    labels: predictions.map(({ labels }) => labels[0] ?? 0),
    classCount,
  });
  return {
    clips: predictions.length,
    top1: metrics.top1,
    top5: classCount < LEAST_FOR_TOP5 ? null : metrics.top5,
    mAP: metrics.mAP,
    perClass: metrics.perClass.map((own, c) => ({ ...own, averagePrecision: metrics.averagePrecision[c] ?? NaN })),
  };
}
