import { classMetrics, saysTopFive, type ClassMetrics } from '../../metrics/metrics';
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
    top5: saysTopFive(classCount) ? report.top5 : null,
    mAP: report.mAP,
    perClass: answered.map((own, c) => ({ ...own, averagePrecision: report.averagePrecision[c] ?? NaN })),
  };
}
