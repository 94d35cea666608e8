/**
 * Chooses the points of a series that a chart of limited width needs: the lowest and the highest of each of `limit / 2`
 * buckets of equal length, and the first and the last of all. Unlike a mean it keeps every spike.
 * NaN and infinite values count as the highest of their bucket, so that a run that broke is seen to.
 *
 * @param values the series, in order
 * @param limit the most indices wanted, at least 4
 * @returns ascending indices into `values`, at most `limit`
 */
export function thinIndices(values: ArrayLike<number>, limit: number): number[] {
  const n = values.length;
  if (n <= limit) return Array.from({ length: n }, (_, i) => i);
  const buckets = Math.max(1, Math.floor((limit - 2) / 2));
  const chosen = [0];
  const heightOf = (i: number) => {
    const value = values[i] ?? Number.NaN;
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  };
  for (let b = 0; b < buckets; b++) {
    const from = 1 + Math.floor((b * (n - 2)) / buckets);
    const to = 1 + Math.floor(((b + 1) * (n - 2)) / buckets);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if (heightOf(i) < heightOf(low)) low = i;
      if (heightOf(i) > heightOf(high)) high = i;
    }
    chosen.push(Math.min(low, high));
    if (low !== high) chosen.push(Math.max(low, high));
  }
  chosen.push(n - 1);
  return chosen;
}
