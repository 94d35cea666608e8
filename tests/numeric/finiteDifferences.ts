import { Random } from '../../src/core/random';

/** A scalar function of a vector, computed in float64. */
export type Scalar = (x: Float64Array) => number;

/**
 * dL/dx_i = (L(x + h e_i) - L(x - h e_i)) / 2h for every i. Meant for float64 definitions: with h = 1e-5 the error is about
 * h^2 = 1e-10 of the third derivative, far below what float32 shows.
 */
export function numericGradient(f: Scalar, x: ArrayLike<number>, h = 1e-5): Float64Array {
  const at = Float64Array.from(x);
  return at.map((value, i) => {
    at[i] = value + h;
    const above = f(at);
    at[i] = value - h;
    const below = f(at);
    at[i] = value;
    return (above - below) / (2 * h);
  });
}

/** For large x: slopes of f along random directions of length one, and the same slopes out of a given gradient. */
export function slopes(
  f: Scalar,
  x: ArrayLike<number>,
  gradient: ArrayLike<number>,
  seed: number,
  directions = 8,
  h = 1e-4,
): { readonly numeric: number[]; readonly analytic: number[] } {
  const random = new Random(seed);
  const along = Array.from({ length: directions }, () => {
    const raw = Float64Array.from({ length: x.length }, () => random.normal());
    const length = Math.sqrt(raw.reduce((sum, v) => sum + v * v, 0));
    return raw.map((v) => v / length);
  });
  const moved = (v: Float64Array, by: number) => Float64Array.from(x, (value, i) => value + by * (v[i] ?? NaN));
  return {
    numeric: along.map((v) => (f(moved(v, h)) - f(moved(v, -h))) / (2 * h)),
    analytic: along.map((v) => v.reduce((sum, part, i) => sum + part * (gradient[i] ?? NaN), 0)),
  };
}
