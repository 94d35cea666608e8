import { averagePrecision, meanOfPresent } from './averagePrecision';
import { answersOf, type DecisionName } from './decisions';

/** Scores of N clips for C classes, and the classes of each clip. All sums are in float64. */
export interface Scored {
  /** [N, C], row by row; higher is likelier. Logits and probabilities serve alike, but for the decision `threshold`. */
  readonly scores: ArrayLike<number>;
  /** [N] lists of class indices in [0, C): one, several, or none. */
  readonly labels: readonly (readonly number[])[];
  readonly classCount: number;
}

export interface ClassMetrics {
  /** Of the answers with the class, the share that is right; NaN where the class was never answered. */
  readonly precision: number;
  /** Of the clips of the class, the share that was answered so; NaN where no clip is of the class. */
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
  /** [C][C], see `confusionMatrix`; null under the decision `threshold`, where a clip has not one answer. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** [C] */
  readonly perClass: readonly ClassMetrics[];
}

/** Errors: RangeError where the lengths do not fit or a label is not a class. */
function check({ scores, labels, classCount }: Scored): void {
  if (scores.length !== labels.length * classCount) {
    throw new RangeError(`${scores.length} scores are not ${labels.length} clips x ${classCount} classes`);
  }
  labels.forEach((own, i) => {
    for (const label of own) {
      if (!(Number.isInteger(label) && label >= 0 && label < classCount)) {
        throw new RangeError(`label ${label} of clip ${i} is not one of ${classCount} classes`);
      }
    }
  });
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

/**
 * Share of the clips that have one of their classes among the k best scored. Clips without any class can be neither right
 * nor wrong and do not count; NaN where no clip is left.
 */
export function topK(scored: Scored, k: number): number {
  check(scored);
  let right = 0;
  let counted = 0;
  scored.labels.forEach((own, i) => {
    if (own.length === 0) return;
    counted++;
    const row = rowOf(scored, i);
    if (own.some((label) => placeOf(row, label) < k)) right++;
  });
  return right / counted;
}

/** Whether top-5 says anything: of five classes or fewer, any answer would be among five. */
export function saysTopFive(classCount: number): boolean {
  return classCount > 5;
}

/** Average precision of each class against all others: [C], NaN for classes without clips. */
export function averagePrecisions(scored: Scored): number[] {
  check(scored);
  const { labels, classCount } = scored;
  return Array.from({ length: classCount }, (_, c) => {
    const column = Float64Array.from({ length: labels.length }, (_, i) => scored.scores[i * classCount + c] ?? NaN);
    return averagePrecision(
      column,
      labels.map((own) => own.includes(c)),
    );
  });
}

/**
 * Counts of answers by true class: [C][C], rows true, columns answered (the best scored, the lower class of equals). Clips
 * with a NaN among their scores, and those that have not exactly one class, are left out.
 */
export function confusionMatrix(scored: Scored): number[][] {
  check(scored);
  const { labels, classCount } = scored;
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  labels.forEach(([label, ...more], i) => {
    const [answer] = answersOf(rowOf(scored, i), 'best');
    const line = label === undefined || more.length > 0 ? undefined : counts[label];
    if (line && answer !== undefined) line[answer] = (line[answer] ?? 0) + 1;
  });
  return counts;
}

/**
 * Precision, recall, F1 and support of each class under a decision: [C]. Support counts every clip, also those with a NaN
 * among their scores, which answer nothing.
 * Source: scikit-learn, precision_recall_fscore_support, with NaN where it divides by zero.
 */
export function classMetrics(scored: Scored, decision: DecisionName = 'best'): ClassMetrics[] {
  check(scored);
  const tally = Array.from({ length: scored.classCount }, () => ({ right: 0, answered: 0, support: 0 }));
  scored.labels.forEach((own, i) => {
    const answers = answersOf(rowOf(scored, i), decision);
    tally.forEach((row, c) => {
      const [isOwn, isAnswer] = [own.includes(c), answers.includes(c)];
      if (isOwn) row.support++;
      if (isAnswer) row.answered++;
      if (isOwn && isAnswer) row.right++;
    });
  });
  return tally.map(({ right, answered, support }) => ({
    precision: right / answered,
    recall: right / support,
    f1: (2 * right) / (answered + support),
    support,
  }));
}

/**
 * Everything that is shown of an evaluation. mAP is NaN where a score is NaN: a model that diverged has no mean.
 * @param decision which classes a row of scores answers with: `best` for one class a clip, `threshold` for several
 * Errors: RangeError where the lengths do not fit or a label is not a class.
 */
export function evaluate(scored: Scored, decision: DecisionName = 'best'): Metrics {
  const precisions = averagePrecisions(scored);
  const perClass = classMetrics(scored, decision);
  const diverged = precisions.some((value, c) => Number.isNaN(value) && (perClass[c]?.support ?? 0) > 0);
  return {
    top1: topK(scored, 1),
    top5: topK(scored, 5),
    mAP: diverged ? NaN : meanOfPresent(precisions),
    averagePrecision: precisions,
    confusion: decision === 'best' ? confusionMatrix(scored) : null,
    perClass,
  };
}
