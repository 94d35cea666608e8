import { classMetrics, type ClassMetrics } from '../../metrics/metrics';
import type { PartPredictions, PartReport } from '../../worker/protocol';

/** What the best epoch said of every clip of a part, and what the engine measured of it. */
export interface JudgedPart extends PartPredictions {
  readonly report: PartReport;
}

/** What a part's predictions amount to for one class. Shares in [0, 1], NaN where there is nothing to divide by. */
export interface ClassScore extends ClassMetrics {
  readonly averagePrecision: number;
}

/** What a part's predictions amount to. */
export interface PartScores {
  readonly top1: number;
  /** Null where there are at most five classes: any answer would be among five. */
  readonly top5: number | null;
  readonly mAP: number;
  /** [C] */
  readonly perClass: readonly ClassScore[];
}

/** Fewer classes than this leave top-5 without a meaning. */
const LEAST_FOR_TOP5 = 6;

/**
 * Everything that the results show of a part. What ranks clips (top-1, top-5, AP, mAP) is the engine's own, so that it is the
 * same number everywhere on the page; what counts answers follows from the predictions.
 * @param multiLabel whether a clip is answered with every class that scores at least 0.5, or with the best one
 */
export function scorePart({ predictions, report }: JudgedPart, classCount: number, multiLabel: boolean): PartScores {
  const answered = classMetrics(
    {
      scores: predictions.flatMap(({ scores }) => scores),
      labels: predictions.map(({ labels }) => labels),
      classCount,
    },
    multiLabel ? 'threshold' : 'best',
  );
  return {
    top1: report.top1,
    top5: classCount < LEAST_FOR_TOP5 ? null : report.top5,
    mAP: report.mAP,
    perClass: answered.map((own, c) => ({ ...own, averagePrecision: report.averagePrecision[c] ?? NaN })),
  };
}
