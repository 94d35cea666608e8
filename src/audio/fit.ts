import { fail } from '../core/problem';
import type { Features, Padding } from './types';

/**
 * Exactly `frames` rows: [T, M] to [frames, M], cut at the end, or padded there with zeros or with the last row.
 * AST pads with zeros before normalising, so that padding is far from silence's value. Always a new array.
 * Source: YuanGongND/ast, src/dataloader.py; EPIC-SOUNDS pads with the edge.
 */
export function fitFrames(features: Features, frames: number, padding: Padding = 'zero'): Float32Array {
  const { data, bins } = features;
  const out = new Float32Array(frames * bins);
  const kept = Math.min(features.frames, frames);
  out.set(data.subarray(0, kept * bins));
  if (padding === 'edge' && kept > 0) {
    for (let t = kept; t < frames; t++) out.copyWithin(t * bins, (kept - 1) * bins, kept * bins);
  }
  return out;
}

/** (x - mean) / (2 std), elementwise, into a new array. Source: YuanGongND/ast, src/dataloader.py. */
export function normalise(x: Float32Array, mean: number, std: number): Float32Array {
  const scale = 1 / (2 * std);
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = ((x[i] as number) - mean) * scale;
  return out;
}

/** Count, mean and sum of squared deviations of all values seen so far, in float64. Plain data, so workers can send it. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const NO_STATISTICS: Statistics = { count: 0, mean: 0, squares: 0 };

/** The statistics of one array, in two passes. */
function statisticsOf(x: Float32Array): Statistics {
  if (x.length === 0) return NO_STATISTICS;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  const mean = sum / x.length;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += ((x[i] as number) - mean) ** 2;
  return { count: x.length, mean, squares };
}

/**
 * The statistics of two collections together, without losing digits to large sums.
 * Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
 */
export function mergeStatistics(a: Statistics, b: Statistics): Statistics {
  const count = a.count + b.count;
  if (count === 0) return NO_STATISTICS;
  const gap = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (gap * b.count) / count,
    squares: a.squares + b.squares + (gap * gap * a.count * b.count) / count,
  };
}

/** Adds the padded or cut, not yet normalised features of one training clip, padding included, as AST's get_norm_stats. */
export function addStatistics(statistics: Statistics, fitted: Float32Array): Statistics {
  return mergeStatistics(statistics, statisticsOf(fitted));
}

/**
 * Mean and population standard deviation, what `normalise` wants.
 * Fails where there is nothing to normalise by: no clips, or clips without any variation.
 */
export function meanAndStd(statistics: Statistics): { readonly mean: number; readonly std: number } {
  if (statistics.count === 0) {
    fail(
      'audio.no-statistics',
      'The training part',
      'has no clips to take mean and deviation from.',
      'Add clips to it.',
    );
  }
  const std = Math.sqrt(statistics.squares / statistics.count);
  if (!(std > 0)) {
    fail(
      'audio.no-variation',
      'The training part',
      'has the same value everywhere: all its clips seem to be silent.',
      'Check the recordings, or give the mean and the standard deviation yourself.',
    );
  }
  return { mean: statistics.mean, std };
}
