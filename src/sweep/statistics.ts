/** Several measurements of one thing. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation, with n - 1 below; null for a single measurement, which has none. */
  readonly deviation: number | null;
  readonly count: number;
}

/** sum x / n; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Sample standard deviation, sqrt(sum (x - mean)^2 / (n - 1)): the estimate for all runs that could have been made, not for
 * these alone. Null below two values.
 */
export function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Mean, sample deviation and number of measurements; null of none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { mean: mean(values), deviation: sampleDeviation(values), count: values.length };
}
