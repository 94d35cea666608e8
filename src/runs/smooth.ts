/**
 * Exponential moving average without the pull of its start: m_t = b m_{t-1} + (1 - b) x_t, s_t = m_t / (1 - b^n_t), with
 * n_t the number of values so far. Values that are not finite are passed over: s stays as it was, NaN before the first.
 *
 * @param weight b in [0, 1): 0 leaves the series as it is, 0.98 averages over about 50 values
 * Source: Kingma & Ba 2015, section 3 (bias correction); TensorBoard's smoothing.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let mean = 0;
  let correction = 1;
  let last = Number.NaN;
  return values.map((value) => {
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      correction *= weight;
      last = mean / (1 - correction);
    }
    return last;
  });
}
