import { Random } from '../core/random';
import type { Vectors } from './types';

/** The mean of the rows: [d]. */
export function meanOf({ data, count, dim }: Vectors): Float64Array {
  const mean = new Float64Array(dim);
  for (let i = 0; i < count; i++) for (let j = 0; j < dim; j++) mean[j] = (mean[j] ?? 0) + (data[i * dim + j] ?? 0);
  return mean.map((sum) => sum / Math.max(1, count));
}

/** The rows less their mean. */
export function centred(vectors: Vectors): Vectors {
  const { data, count, dim } = vectors;
  const mean = meanOf(vectors);
  const out = new Float32Array(count * dim);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dim; j++) out[i * dim + j] = (data[i * dim + j] ?? 0) - (mean[j] ?? 0);
  return { data: out, count, dim };
}

/** What principal components make of rows. */
export interface Components {
  /** [n, c], row-major: the rows' coordinates along the components. */
  readonly coordinates: Float32Array;
  /** c */
  readonly count: number;
  /** Variance along each component, the largest first. */
  readonly variances: readonly number[];
  /** The variance of all rows. */
  readonly totalVariance: number;
}

/** Rounds of subspace iteration: enough for a picture, and for whitening. */
const ROUNDS = 24;

/**
 * Principal components by subspace iteration with QR (Gram-Schmidt) on the covariance, from a seeded start. Signs are set so
 * that the coordinate of largest magnitude is positive: the same rows give the same picture.
 *
 * Source: Halko, Martinsson, Tropp 2011, algorithm 4.4 (randomized subspace iteration).
 */
export function principalComponents(vectors: Vectors, wanted: number): Components {
  const x = centred(vectors);
  const { data, count: n, dim: d } = x;
  const c = Math.min(wanted, d, Math.max(1, n - 1));
  const random = Random.for(1, 'principal components');
  let basis: Float64Array[] = Array.from({ length: c }, () => Float64Array.from({ length: d }, () => random.normal()));
  orthonormalise(basis);
  const covariance = covarianceOf(x);
  for (let round = 0; round < ROUNDS; round++) {
    basis = basis.map((v) => times(covariance, v, d));
    orthonormalise(basis);
  }
  const coordinates = new Float32Array(n * c);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < c; k++) {
      const v = basis[k] as Float64Array;
      let dot = 0;
      for (let j = 0; j < d; j++) dot += (data[i * d + j] ?? 0) * (v[j] ?? 0);
      coordinates[i * c + k] = dot;
    }
  }
  return ordered(coordinates, n, c, traceOf(covariance, d));
}

/** Components by their variance, the largest first, with their signs set. */
function ordered(raw: Float32Array, n: number, c: number, totalVariance: number): Components {
  const facts = Array.from({ length: c }, (_, k) => {
    let [sum, extreme] = [0, 0];
    for (let i = 0; i < n; i++) {
      const value = raw[i * c + k] ?? 0;
      sum += value * value;
      if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
    return { k, variance: sum / Math.max(1, n), sign: extreme < 0 ? -1 : 1 };
  }).sort((a, b) => b.variance - a.variance);
  const coordinates = new Float32Array(n * c);
  for (let i = 0; i < n; i++)
    facts.forEach(({ k, sign }, to) => (coordinates[i * c + to] = sign * (raw[i * c + k] ?? 0)));
  return { coordinates, count: c, variances: facts.map(({ variance }) => variance), totalVariance };
}

/** [d, d] of centred rows. */
function covarianceOf({ data, count, dim }: Vectors): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < count; i++) {
    const row = data.subarray(i * dim, (i + 1) * dim);
    for (let a = 0; a < dim; a++) {
      const va = row[a] ?? 0;
      for (let b = a; b < dim; b++) out[a * dim + b] = (out[a * dim + b] ?? 0) + va * (row[b] ?? 0);
    }
  }
  for (let a = 0; a < dim; a++) {
    for (let b = a; b < dim; b++) {
      const value = (out[a * dim + b] ?? 0) / Math.max(1, count);
      out[a * dim + b] = value;
      out[b * dim + a] = value;
    }
  }
  return out;
}

function traceOf(matrix: Float64Array, d: number): number {
  let sum = 0;
  for (let a = 0; a < d; a++) sum += matrix[a * d + a] ?? 0;
  return sum;
}

function times(matrix: Float64Array, v: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d);
  for (let a = 0; a < d; a++) {
    let dot = 0;
    for (let b = 0; b < d; b++) dot += (matrix[a * d + b] ?? 0) * (v[b] ?? 0);
    out[a] = dot;
  }
  return out;
}

/** Modified Gram-Schmidt, in place; a vector that has no part of its own becomes zero. */
function orthonormalise(basis: readonly Float64Array[]): void {
  basis.forEach((v, k) => {
    for (const u of basis.slice(0, k)) {
      let dot = 0;
      for (let j = 0; j < v.length; j++) dot += (u[j] ?? 0) * (v[j] ?? 0);
      for (let j = 0; j < v.length; j++) v[j] = (v[j] ?? 0) - dot * (u[j] ?? 0);
    }
    const norm = Math.hypot(...v);
    for (let j = 0; j < v.length; j++) v[j] = norm > 1e-12 ? (v[j] ?? 0) / norm : 0;
  });
}
