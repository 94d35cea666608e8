import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';

/**
 * The exact GELU: y = x P(x), P(x) = (1 + erf(x / sqrt 2)) / 2; dy/dx = P(x) + x exp(-x^2 / 2) / sqrt(2 pi).
 * Source: torch.nn.functional.gelu (approximate='none').
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return differentiable(x, (t) => {
    const p = tf.mul(tf.add(tf.erf(tf.mul(t, Math.SQRT1_2)), 1), 0.5);
    return { value: tf.mul(t, p), saved: [t, p], gradient: geluGradient };
  });
}

function geluGradient(dy: tf.Tensor, [x, p]: tf.Tensor[]): tf.Tensor {
  if (!x || !p) throw new Error('gelu: nothing was saved for the gradient');
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.mul(dy, tf.add(p, tf.mul(x, density)));
}
