import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../src/core/random';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Standard normal values times `scale`, of one seed. */
export function normals(size: number, seed: number, scale = 1): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: size }, () => random.normal() * scale);
}

/** A tensor of standard normal values times `scale`. */
export function randomTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number, scale = 1): tf.Tensor<R> {
  return tf.tensor<R>(normals(sizeOf(shape), seed, scale), shape);
}

/** sum(w y): a scalar to differentiate a whole output by, with a weight of its own for every entry. */
export function weighted(y: ArrayLike<number>, w: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (y[i] ?? NaN) * (w[i] ?? NaN);
  return sum;
}
