import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';
import { fused } from './fused';

/**
 * The exact GELU: y = x P(x), P(x) = (1 + erf(x / sqrt 2)) / 2; dy/dx = P(x) + x exp(-x^2 / 2) / sqrt(2 pi).
 * Source: torch.nn.functional.gelu (approximate='none').
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return differentiable(x, (t) => {
    const value = fused('LoaaGelu', { x: t });
    if (value) return { value, saved: [t], gradient: fusedGradient };
    const p = cumulative(t);
    return { value: tf.mul(t, p), saved: [t, p], gradient: geluGradient };
  });
}

/** P(x), the standard normal distribution function. */
function cumulative(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

function geluGradient(dy: tf.Tensor, [x, p]: tf.Tensor[]): tf.Tensor {
  if (!x || !p) throw new Error('gelu: nothing was saved for the gradient');
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.mul(dy, tf.add(p, tf.mul(x, density)));
}

function fusedGradient(dy: tf.Tensor, [x]: tf.Tensor[]): tf.Tensor {
  const gradient = x && fused('LoaaGeluGradient', { x, dy });
  if (!gradient) throw new Error('gelu: the backend has the kernel but not its gradient');
  return gradient;
}
