import * as tf from '@tensorflow/tfjs-core';

/** Below the smallest probability that float32 tells from zero: p log p is zero there. */
const TINY = 1e-37;

/**
 * How widely each head spreads its attention, as a share of the most there can be: the mean over queries q of
 * H(q) / log N, H(q) = -sum_k p log p with p = P[q, k] / sum_k P[q, k] (rows sum to less than one where a method has
 * prompts or a prefix). 0 to 1; times log2 N it is in bits, times ln N in nats.
 * @param p P [h, N, N]  @returns [h]
 */
export function entropyShares(p: tf.Tensor3D): tf.Tensor1D {
  const [, , N] = p.shape;
  const sums = tf.sum(p, 2); // [h, N]
  const weighted = tf.sum(tf.mul(p, tf.log(tf.maximum(p, TINY))), 2); // sum P log P
  const nats = tf.sub(tf.log(tf.maximum(sums, TINY)), tf.div(weighted, tf.maximum(sums, TINY)));
  return tf.div(tf.mean(nats, 1), Math.max(Math.log(N), TINY));
}
