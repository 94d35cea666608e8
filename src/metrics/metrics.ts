import { averagePrecision, meanOfPresent } from './averagePrecision';

/** Scores of N clips for C classes, and the class of each clip. All sums are in float64. */
export interface Scored {
  /** [N, C], row by row; higher is likelier. Logits and probabilities serve alike. */
  readonly scores: ArrayLike<number>;
  /** [N], in [0, C). */
  readonly labels: ArrayLike<number>;
  readonly classCount: number;
}

export interface ClassMetrics {
  /** NaN where the class was never answered. */
  readonly precision: number;
  /** NaN where no clip is of the class. */
  readonly recall: number;
  /** 2 P R / (P + R), 0 where the class was met or answered but never rightly; NaN where neither. */
  readonly f1: number;
  /** How many clips are of the class. */
  readonly support: number;
}

export interface Metrics {
  readonly top1: number;
  readonly top5: number;
  /** Macro average over the classes that are present. */
  readonly mAP: number;
  /** [C]; NaN for classes without clips. */
  readonly averagePrecision: readonly number[];
  /** [C][C], counts: rows are the true classes, columns the answers. Clips with a NaN among their scores are left out. */
  readonly confusion: readonly (readonly number[])[];
  /** [C] */
  readonly perClass: readonly ClassMetrics[];
}

/** Errors: RangeError where the lengths do not fit or a label is not a class. */
function check({ scores, labels, classCount }: Scored): void {
  if (scores.length !== labels.length * classCount) {
    throw new RangeError(`${scores.length} scores are not ${labels.length} clips x ${classCount} classes`);
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? -1;
    if (!(Number.isInteger(label) && label >= 0 && label < classCount)) {
      throw new RangeError(`label ${label} of clip ${i} is not one of ${classCount} classes`);
    }
  }
}

/** One clip's scores, in float64. */
function rowOf({ scores, classCount }: Scored, i: number): Float64Array {
  return Float64Array.from({ length: classCount }, (_, c) => scores[i * classCount + c] ?? NaN);
}

/**
 * The place of class `label` in a row of scores: 0 for the best. Of equal scores the lower class comes first, as in NumPy's
 * argmax; a row with NaN puts every class last.
 */
function placeOf(row: Float64Array, label: number): number {
  const own = row[label] ?? NaN;
  let place = 0;
  for (let c = 0; c < row.length; c++) {
    const other = row[c] ?? NaN;
    if (Number.isNaN(other)) return row.length;
    if (other > own || (other === own && c < label)) place++;
  }
  return place;
}

/** Share of the clips whose class is among the k best scored; NaN without clips. */
export function topK(scored: Scored, k: number): number {
  check(scored);
  let right = 0;
  for (let i = 0; i < scored.labels.length; i++) {
    if (placeOf(rowOf(scored, i), scored.labels[i] ?? 0) < k) right++;
  }
  return right / scored.labels.length;
}

/** Average precision of each class against all others: [C], NaN for classes without clips. */
export function averagePrecisions(scored: Scored): number[] {
  check(scored);
  const { labels, classCount } = scored;
  return Array.from({ length: classCount }, (_, c) => {
    const column = Float64Array.from({ length: labels.length }, (_, i) => scored.scores[i * classCount + c] ?? NaN);
    return averagePrecision(
      column,
      Array.from(labels, (label) => label === c),
    );
  });
}

/** Counts of answers by true class: [C][C], rows true, columns answered (the best scored, the lower class of equals). */
export function confusionMatrix(scored: Scored): number[][] {
  check(scored);
  const { labels, classCount } = scored;
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = rowOf(scored, i);
    if (row.some(Number.isNaN)) continue;
    const answer = row.indexOf(row.reduce((best, value) => Math.max(best, value), -Infinity));
    const line = counts[labels[i] ?? 0];
    if (line) line[answer] = (line[answer] ?? 0) + 1;
  }
  return counts;
}

/** Precision, recall, F1 and support of each class. `support` counts every clip, those with NaN scores too. */
export function classMetrics(confusion: readonly (readonly number[])[], labels: ArrayLike<number>): ClassMetrics[] {
  const support = confusion.map(() => 0);
  for (let i = 0; i < labels.length; i++) support[labels[i] ?? 0] = (support[labels[i] ?? 0] ?? 0) + 1;
  return confusion.map((row, c) => {
    const right = row[c] ?? 0;
    const answered = confusion.reduce((sum, line) => sum + (line[c] ?? 0), 0);
    const own = support[c] ?? 0;
    return { precision: right / answered, recall: right / own, f1: (2 * right) / (answered + own), support: own };
  });
}

/**
 * Everything that is shown of an evaluation. mAP is NaN where a score is NaN: a model that diverged has no mean.
 * Errors: RangeError where the lengths do not fit or a label is not a class.
 */
export function evaluate(scored: Scored): Metrics {
  const precisions = averagePrecisions(scored);
  const confusion = confusionMatrix(scored);
  const perClass = classMetrics(confusion, scored.labels);
  const diverged = precisions.some((value, c) => Number.isNaN(value) && (perClass[c]?.support ?? 0) > 0);
  return {
    top1: topK(scored, 1),
    top5: topK(scored, 5),
    mAP: diverged ? NaN : meanOfPresent(precisions),
    averagePrecision: precisions,
    confusion,
    perClass,
  };
}
