/**
 * Average precision of one class, as scikit-learn computes it: AP = sum over n of (R_n - R_(n-1)) P_n, n running over the
 * distinct scores from the highest down, P_n and R_n being precision and recall when everything scored at least so high is
 * called positive. Equal scores share one threshold; nothing is interpolated.
 *
 * @param scores [N]
 * @param positive [N], whether each clip is of the class
 * @returns in [0, 1]; NaN where there is no positive, or where a score is NaN
 * Source: scikit-learn, `sklearn.metrics.average_precision_score`.
 */
export function averagePrecision(scores: ArrayLike<number>, positive: ArrayLike<boolean>): number {
  const n = scores.length;
  const score = (i: number) => scores[i] ?? NaN;
  let positives = 0;
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(score(i))) return NaN;
    if (positive[i]) positives++;
  }
  if (positives === 0) return NaN;
  const order = Array.from({ length: n }, (_, i) => i);
  // Not a difference: two infinite scores are equal.
  order.sort((a, b) => (score(a) > score(b) ? -1 : score(a) < score(b) ? 1 : 0));

  let sum = 0;
  let found = 0;
  let foundBefore = 0;
  order.forEach((i, k) => {
    if (positive[i]) found++;
    const next = order[k + 1];
    if (next !== undefined && score(next) === score(i)) return;
    sum += ((found - foundBefore) / positives) * (found / (k + 1));
    foundBefore = found;
  });
  return sum;
}

/**
 * Mean over the values that are numbers: the classes that are present. NaN where there is none.
 *
 * A class without clips has no average precision and takes no part in the mean, so that a small validation part is not
 * punished for what it lacks.
 */
export function meanOfPresent(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}
