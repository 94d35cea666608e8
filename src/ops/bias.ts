import * as tf from '@tensorflow/tfjs-core';

/**
 * What of a weight and its bias is constant: both (true), neither (false), or the weight alone, as where only biases are
 * trained. No gradient of a constant is ever computed, and nothing is kept for one.
 */
export type Frozen = boolean | 'weight';

/**
 * x + b over the last axis. Gradient: dx = dy; db = the sum of dy over all rows. Unlike tf.add, keeps nothing for the
 * backward pass.
 * @param x [..., d]  @param b [d]
 */
export function addBias(x: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((y, bias) => ({
    value: tf.add(y as tf.Tensor, bias as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => [tf.clone(dy), tf.sum(tf.reshape(dy, [-1, b.size]), 0)],
  }));
  return op(x, b);
}
