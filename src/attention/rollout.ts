import * as tf from '@tensorflow/tfjs-core';

/** R of no layer: the identity, [N, N]. The caller frees it. */
export function startRollout(tokens: number): tf.Tensor2D {
  return tf.eye(tokens);
}

/**
 * Attention rollout through one more layer: R <- A R with A = 0.5 mean_h(P) + 0.5 I, the half for the residual stream.
 * R[q, k] is then what of token k at the input reaches token q here. An approximation: values, the feed-forward network
 * and adapters, which mix tokens outside attention, have no part in it.
 * @param r [N, N]  @param p P [h, N, N]
 * Source: Abnar and Zuidema, "Quantifying Attention Flow in Transformers", 2020, section 3.
 */
export function rolledOut(r: tf.Tensor2D, p: tf.Tensor3D): tf.Tensor2D {
  const mixing = tf.mul(tf.mean(p, 0), 0.5) as tf.Tensor2D;
  return tf.add(tf.matMul(mixing, r), tf.mul(r, 0.5));
}
