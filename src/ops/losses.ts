import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';

/**
 * Mean cross entropy of soft targets: L = -1/B sum_b sum_c y log softmax(z). dL/dz = (softmax(z) sum_c y - y) / B.
 * @param logits [B, C]  @param targets [B, C]  @returns scalar
 * Source: torch.nn.functional.cross_entropy.
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [B] = logits.shape;
  const out = differentiable(logits, (z) => {
    const shifted = tf.sub(z, tf.max(z, 1, true));
    const logs = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const gradient = (dy: tf.Tensor, [u]: tf.Tensor[]) => {
      if (!u) throw new Error('crossEntropy: nothing was saved for the gradient');
      const each = tf.sub(tf.mul(tf.softmax(u), tf.sum(targets, 1, true)), targets);
      return tf.mul(tf.mul(each, 1 / B), dy);
    };
    return { value: tf.mul(tf.sum(tf.mul(logs, targets)), -1 / B), saved: [z], gradient };
  });
  return out as tf.Scalar;
}

/**
 * Mean binary cross entropy with logits over all B C entries: L = mean(max(z, 0) - z y + log(1 + exp(-|z|))).
 * dL/dz = (sigmoid(z) - y) / (B C).
 * @param logits [B, C]  @param targets [B, C]  @returns scalar
 * Source: torch.nn.functional.binary_cross_entropy_with_logits.
 */
export function binaryCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const out = differentiable(logits, (z) => {
    const each = tf.add(tf.sub(tf.relu(z), tf.mul(z, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
    const gradient = (dy: tf.Tensor, [u]: tf.Tensor[]) => {
      if (!u) throw new Error('binaryCrossEntropy: nothing was saved for the gradient');
      return tf.mul(tf.mul(tf.sub(tf.sigmoid(u), targets), 1 / u.size), dy);
    };
    return { value: tf.mean(each), saved: [z], gradient };
  });
  return out as tf.Scalar;
}
