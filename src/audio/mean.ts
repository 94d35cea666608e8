/** The mean in float64; 0 of nothing. */
export function mean(x: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  return x.length === 0 ? 0 : sum / x.length;
}
