import * as tf from '@tensorflow/tfjs-core';

/** The first n tokens of x [B, N, c]; x itself where there are no more. */
export function firstTokens(x: tf.Tensor3D, n: number): tf.Tensor3D {
  const [B, N, c] = x.shape;
  return N === n ? x : tf.slice(x, [0, 0, 0], [B, n, c]);
}

/** Rows [1, P, c] for every clip of a batch: [B, P, c]. */
export function forEveryClip(rows: tf.Tensor, B: number): tf.Tensor3D {
  const [, P = 0, c = 0] = rows.shape;
  return tf.add(tf.zeros<tf.Rank.R3>([B, P, c]), rows);
}
